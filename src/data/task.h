#pragma once
// Classification or regression?

#include <optional>

#include "data/dataset.h"
#include "data/raw_data.h"

namespace temper {

/// Settles what the target is, and turns numbers that name classes into labels. Not told, it takes
/// for classes: text; columns of 0 and 1 with one 1 in each row; and a single column of at most 20
/// distinct whole numbers that each come twice or more on average. Throws DataError if the target
/// can't be what is wanted, or has a single class.
Task settle_task(RawData& raw, std::optional<Task> wanted);

}  // namespace temper
