#pragma once
// A first reading in a process of its own: HDF5 itself may crash, or never end, on a file that is
// damaged or was made to do so.

#include <functional>
#include <string>

namespace temper {

/// Lets a child do `read`, and throws IoError naming the path if that kills it, or takes longer
/// than any file of this size needs. What `read` throws is no matter here. Where no process can be
/// begun there is no such trial.
void try_apart(const std::string& path, const std::function<void()>& read);

}  // namespace temper
