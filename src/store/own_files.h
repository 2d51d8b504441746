#pragma once
// Which files are Temper's: told by their contents, not by their names. A folder that a user names
// may hold a log.txt of his own, and nothing that isn't ours is ever removed or replaced.

#include <string>

namespace temper {

/// Whether a regular file (no link) under one of the names that Temper gives in a run begins as
/// Temper's does: HDF5 whose `format` is "temper-…", diagnosis.json, sessions.jsonl, log.txt, lock.
/// Empty files and HDF5 that can't be read are ours too: a killed job leaves such.
bool is_own_file(const std::string& path);

/// Before a file of results is replaced. Throws UsageError if `path` exists and isn't ours.
void require_replaceable(const std::string& path);

/// The same where the user names the file, which may be one of a run: throws, too, if it holds
/// anything but `contents`: "predictions" or "landscape".
void require_replaceable(const std::string& path, const std::string& contents);

/// Before a text that the user names is replaced. Throws UsageError if `path` is a link or a
/// device, which would be gone, or a file of a run.
void require_replaceable_text(const std::string& path);

}  // namespace temper
