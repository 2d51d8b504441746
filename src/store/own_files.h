#pragma once
// Which files are Temper's: told by their contents, not by their names. A folder that a user names
// may hold a log.txt of his own, and nothing that isn't ours is ever removed or replaced.

#include <string>
#include <string_view>

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

/// Before a text is made at `path`. Throws UsageError if that is a folder, a link or a device,
/// which would be gone, or a file of a run.
void require_place_for_text(const std::string& path);

/// The same, and throws if there is a text that begins in another way than this command's does.
void require_replaceable_text(const std::string& path, std::string_view beginning);

}  // namespace temper
