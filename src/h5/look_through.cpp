#include "h5/look_through.h"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>

#include "base/errors.h"
#include "h5/apart.h"
#include "h5/handle.h"
#include "h5/plain_dataset.h"
#include "h5/read_attribute.h"

namespace temper {
namespace {

/// What is refused here will be refused in words by whoever reads it.
void attempt(const std::function<void()>& task) {
  try {
    task();
  } catch (const Error&) {
  }
}

herr_t look_at_scale(hid_t /*dataset*/, unsigned /*axis*/, hid_t scale, void* /*nothing*/) {
  std::array<char, 256> path{};
  H5Iget_name(scale, path.data(), path.size());
  return 0;
}

void look_at_attributes(hid_t object, const std::string& path) {
  for (const auto& name : attribute_names(object, path))
    attempt([&] { read_attribute(object, name, path); });
}

void look_at_scales(const Handle& dataset, const std::string& path) {
  std::array<char, 256> title{};
  if (H5DSis_scale(dataset.get()) > 0)
    H5DSget_scale_name(dataset.get(), title.data(), title.size());
  else
    for (unsigned axis = 0; axis < shape_of(dataset, path).size(); ++axis)
      H5DSiterate_scales(dataset.get(), axis, nullptr, look_at_scale, nullptr);
}

bool is_copied(const Handle& dataset, const std::string& path) {
  constexpr hsize_t most = 4 << 20;
  const Handle creation(H5Dget_create_plist(dataset.get()), H5Pclose, path);
  return H5Pget_layout(creation.get()) != H5D_CHUNKED && H5Dget_storage_size(dataset.get()) > most;
}

/// As they are stored, and as numbers.
void look_at_values(const Handle& dataset, const std::string& path) {
  if (is_copied(dataset, path)) return;
  const auto n = checked_length(dataset, path);
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, path);
  std::vector<std::byte> values(n * std::max(H5Tget_size(type.get()), sizeof(double)));
  if (values.empty()) return;
  H5Dread(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  H5Dread(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

void look_through(const std::string& path) {
  const Handle file = open_to_read(path);
  attempt([&] { look_at_attributes(file.get(), path); });
  for (const auto& name : names_in(file, path))
    attempt([&] {
      const Handle dataset = open_plain_dataset(file.get(), name, path);
      attempt([&] { look_at_attributes(dataset.get(), path); });
      attempt([&] { look_at_scales(dataset, path); });
      look_at_values(dataset, path);
    });
}

}  // namespace

void look_through_apart(const std::string& path) {
  try_apart(path, [&] { look_through(path); });
}

void look_through_apart(const std::vector<std::string>& paths) { try_apart(paths, look_through); }

}  // namespace temper
