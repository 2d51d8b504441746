#include "doctor/folder_facts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <array>
#include <filesystem>

namespace temper {
namespace {

namespace fs = std::filesystem;

struct Kind {
  unsigned long magic;
  const char* name;
  bool is_shared;
};

/// From linux/magic.h and the sources of the file systems themselves.
constexpr std::array<Kind, 14> kinds = {{
    {0xEF53, "ext4", false},
    {0x58465342, "xfs", false},
    {0x9123683E, "btrfs", false},
    {0x01021994, "tmpfs", false},
    {0x794C7630, "overlay", false},
    {0x2FC12FC1, "zfs", false},
    {0x6969, "nfs", true},
    {0x0BD00BD0, "lustre", true},
    {0x47504653, "gpfs", true},
    {0x19830326, "beegfs", true},
    {0x00C36400, "ceph", true},
    {0xFF534D42, "cifs", true},
    {0xFE534D42, "smb2", true},
    {0x65735546, "fuse", true},
}};

fs::path nearest_existing(const std::string& folder) {
  auto path = fs::absolute(folder);
  std::error_code error;
  while (!fs::is_directory(path, error) && path != path.parent_path()) path = path.parent_path();
  return path;
}

void look_at_kind(FolderFacts& facts) {
  struct statfs system {};
  if (statfs(facts.path.c_str(), &system) != 0) return;
  const auto magic = static_cast<unsigned long>(system.f_type) & 0xFFFFFFFFUL;
  facts.file_system = fmt::format("of type {:#x}", magic);
  for (const auto& kind : kinds)
    if (kind.magic == magic) {
      facts.file_system = kind.name;
      facts.is_shared = kind.is_shared;
    }
  facts.free =
      static_cast<std::uint64_t>(system.f_bavail) * static_cast<std::uint64_t>(system.f_bsize);
}

}  // namespace

FolderFacts look_at_folder(const std::string& folder) {
  FolderFacts facts;
  facts.path = nearest_existing(folder).string();
  look_at_kind(facts);
  auto name = facts.path + "/.temper-doctor-XXXXXX";
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return facts;
  facts.is_writable = write(descriptor, "x", 1) == 1 && fsync(descriptor) == 0;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  facts.has_locks = fcntl(descriptor, F_SETLK, &lock) == 0;
  close(descriptor);
  unlink(name.c_str());
  return facts;
}

}  // namespace temper
