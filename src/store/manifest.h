#pragma once
// Checksums of whole files, one line each: what covers every byte of an archive.

#include <string>

namespace temper {

/// Writes `folder`/manifest.txt: "CRC-32 in hex, bytes, name" of every other file in it, by name.
void write_manifest(const std::string& folder);

/// Throws IoError naming the first file that isn't as the manifest says, or not there. Without a
/// manifest, as in older archives, nothing is known and nothing thrown.
void verify_manifest(const std::string& folder);

}  // namespace temper
