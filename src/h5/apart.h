#pragma once
// A first reading in a process of its own: HDF5 itself may crash, or never end, on a file that is
// damaged or was made to do so.

#include <functional>
#include <string>
#include <vector>

namespace temper {

/// Lets a child do `read`, and throws IoError naming the path if that kills it, or takes longer
/// than any file of this size needs. What `read` throws is no matter here. Where no process can be
/// begun there is no such trial. Once a process and file; never for what is trusted.
void try_apart(const std::string& path, const std::function<void()>& read);

/// The same for several files by one child. If it is killed, nothing is said: then each of them has
/// its trial still before it.
void try_apart(const std::vector<std::string>& paths,
               const std::function<void(const std::string&)>& read);

/// This process has written the file itself: no trial.
void trust_file(const std::string& path);

/// Another rank of this job has tried the files in this folder and below.
void trust_folder(const std::string& path);

}  // namespace temper
