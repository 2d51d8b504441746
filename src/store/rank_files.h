#pragma once
// The files of a run that one rank writes by itself.

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "store/draws_file.h"
#include "store/run_table_writer.h"

namespace temper {

struct RankFiles {
  std::map<std::uint32_t, DrawsFile> draws;  ///< of its replicas, by the first in each
  std::optional<RunTableWriter> table;       ///< on the root

  /// @param firsts  the first replica of each file of draws
  static RankFiles open(const RunFolder& folder, const RunDescription& description,
                        const std::set<std::uint32_t>& firsts, bool is_root) {
    RankFiles files;
    for (const auto first : firsts)
      files.draws.emplace(first, DrawsFile(folder, description, first));
    if (is_root) files.table.emplace(folder, description);
    return files;
  }

  void sync() {
    for (auto& [first, file] : draws) file.sync();
    if (table) table->sync();
  }
};

}  // namespace temper
