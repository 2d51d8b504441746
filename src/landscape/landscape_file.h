#pragma once
// RUN/landscape.h5: a survey as plain HDF5. Specified in FORMAT.md.

#include <string>
#include <vector>

#include "h5/attribute.h"
#include "landscape/survey.h"

namespace temper {

/// What the file says of the survey as a whole.
struct SurveyDescription {
  std::vector<std::string> metric_names;
  std::vector<std::string> parameter_names;  ///< [P], or empty: too many, or unknown
  std::vector<std::string> run_names;  ///< the run, and the one that it is held against if any
  SpectrumOptions spectrum;
  std::vector<Attribute> attributes;  ///< further ones
};

/// Writes the file under another name and renames it when it is whole. Throws IoError.
void write_landscape(const std::string& path, const Survey& survey,
                     const SurveyDescription& description);

}  // namespace temper
