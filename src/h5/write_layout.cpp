#include "h5/write_layout.h"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <map>

#include "h5/element_type.h"
#include "h5/handle.h"
#include "h5/write_attribute.h"

namespace temper {
namespace {

constexpr unsigned most_in_header = 4096;  // links or attributes

using Scales = std::map<std::string, Handle>;

Handle create_file(const std::string& path) {
  prepare_hdf5();
  const std::string problem = path + ": can't create it";
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, problem);
  checked(H5Pset_obj_track_times(creation.get(), false), problem);  // the same bytes every time
  // In object headers, which carry checksums; not in heaps, which don't.
  checked(H5Pset_link_phase_change(creation.get(), most_in_header, 0), problem);
  checked(H5Pset_attr_phase_change(creation.get(), most_in_header, 0), problem);
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, problem);
  checked(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_V18), problem);
  checked(H5Pset_file_locking(access.get(), false, true), problem);
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_EXCL, creation.get(), access.get()), H5Fclose,
                problem);
}

/// Datasets that hold values have their place at once; `allocated` = false takes no space.
Handle dataset_creation(bool allocated, const std::string& problem) {
  Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, problem);
  checked(H5Pset_layout(creation.get(), H5D_CONTIGUOUS), problem);
  checked(H5Pset_fill_time(creation.get(), H5D_FILL_TIME_NEVER), problem);
  checked(H5Pset_alloc_time(creation.get(), allocated ? H5D_ALLOC_TIME_EARLY : H5D_ALLOC_TIME_LATE),
          problem);
  checked(H5Pset_obj_track_times(creation.get(), false), problem);
  return creation;
}

Handle dataspace(const std::vector<hsize_t>& shape, const std::string& problem) {
  if (shape.empty()) return Handle(H5Screate(H5S_SCALAR), H5Sclose, problem);
  return Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose,
                problem);
}

/// What the netCDF library writes as the name of a scale that has no values.
std::string scale_name(const Dimension& dimension) {
  if (dimension.has_values) return dimension.name;
  const std::string length = std::to_string(dimension.length);
  return "This is a netCDF dimension but not a netCDF variable." +
         std::string(length.size() < 10 ? 10 - length.size() : 0, ' ') + length;
}

Handle create_scale(const Handle& file, const Dimension& dimension, const std::string& problem) {
  const Handle creation = dataset_creation(dimension.has_values, problem);
  const Handle space = dataspace({dimension.length}, problem);
  const hid_t type = dimension.has_values ? H5T_STD_I64LE : H5T_IEEE_F32LE;
  Handle scale(H5Dcreate2(file.get(), dimension.name.c_str(), type, space.get(), H5P_DEFAULT,
                          creation.get(), H5P_DEFAULT),
               H5Dclose, problem);
  checked(H5DSset_scale(scale.get(), scale_name(dimension).c_str()), problem);
  return scale;
}

void create_dataset(const Handle& file, const DatasetLayout& layout, const FileLayout& all,
                    const Scales& scales, const std::string& problem) {
  const Handle type = file_type(layout.type, layout.text_width);
  const Handle creation = dataset_creation(true, problem);
  const auto shape = shape_of(layout, all);
  const Handle space = dataspace({shape.begin(), shape.end()}, problem);
  Handle dataset(H5Dcreate2(file.get(), layout.name.c_str(), type.get(), space.get(), H5P_DEFAULT,
                            creation.get(), H5P_DEFAULT),
                 H5Dclose, problem);
  for (unsigned axis = 0; axis < layout.dimensions.size(); ++axis)
    checked(H5DSattach_scale(dataset.get(), scales.at(layout.dimensions[axis]).get(), axis),
            problem);
  for (const auto& attribute : layout.attributes)
    write_attribute(dataset.get(), attribute, problem);
  if (!layout.written.empty()) write_attribute(dataset.get(), {"written", layout.written}, problem);
  dataset.close(problem);
}

}  // namespace

void write_layout(const std::string& path, const FileLayout& layout) {
  Handle file = create_file(path);
  for (const auto& attribute : layout.attributes)
    write_attribute(file.get(), attribute, path + ": can't write attribute " + attribute.name);
  Scales scales;
  for (const auto& dimension : layout.dimensions)
    scales.emplace(dimension.name,
                   create_scale(file, dimension, path + ": can't create axis " + dimension.name));
  for (const auto& dataset : layout.datasets)
    create_dataset(file, dataset, layout, scales, path + ": can't create " + dataset.name);
  for (auto& [name, scale] : scales)
    scale.close(fmt::format("{}: can't write axis {}", path, name));
  file.close(path + ": can't close it");
}

}  // namespace temper
