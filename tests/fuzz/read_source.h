#pragma once
// A data file read as `temper train --data FILE` reads it.

#include <string>

#include "base/errors.h"
#include "config/config.h"
#include "config/section.h"
#include "data/source.h"
#include "input_file.h"

namespace temper {

/// @param name  of the file, whose ending names the format
inline int read_source(const std::string& name, const std::uint8_t* bytes, std::size_t size) {
  static const FuzzFolder folder;
  static const auto source = [&] {
    const auto path = folder.path() + "/" + name;
    const auto config = Config::parse("[data]\nsource = \"" + path + "\"\n", "fuzz", {});
    return make_source(config.section("data"), path);
  }();
  folder.write(name, bytes, size);
  try {
    source->load();
  } catch (const Error&) {  // refused: what is asked for
  }
  return 0;
}

}  // namespace temper
