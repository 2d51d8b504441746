#include "h5/read_file.h"

#include <algorithm>

#include "base/errors.h"
#include "h5/element_type.h"
#include "h5/handle.h"
#include "h5/layout.h"
#include "h5/plain_dataset.h"
#include "h5/read_attribute.h"

namespace temper {
namespace {

template <class T>
hid_t memory_type();
template <>
hid_t memory_type<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
hid_t memory_type<float>() {
  return H5T_NATIVE_FLOAT;
}
template <>
hid_t memory_type<std::int32_t>() {
  return H5T_NATIVE_INT32;
}
template <>
hid_t memory_type<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}
template <>
hid_t memory_type<std::uint32_t>() {
  return H5T_NATIVE_UINT32;
}
template <>
hid_t memory_type<std::uint64_t>() {
  return H5T_NATIVE_UINT64;
}

Extent extent_of(const Handle& file, const std::string& name, const std::string& path) {
  const std::string problem = path + ": " + name + ": can't find it in the file";
  const Handle dataset = open_plain_dataset(file.get(), name, problem);
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, problem);
  Extent extent{.name = name, .shape = shape_of(dataset, problem)};
  extent.element_bytes = H5Tget_size(type.get());
  extent.changes = checked(H5Aexists(dataset.get(), "written"), problem) > 0;
  const haddr_t offset = H5Dget_offset(dataset.get());
  if (offset == HADDR_UNDEF) return extent;
  extent.offset = offset;
  extent.bytes = extent.element_bytes;
  for (const auto length : extent.shape) extent.bytes = product_or_most(extent.bytes, length);
  if (extent.bytes > H5Dget_storage_size(dataset.get()))
    throw IoError(problem + ": it declares more than is stored");
  return extent;
}

}  // namespace

struct ReadFile::File {
  Handle handle;

  Handle dataset(const std::string& name, const std::string& problem) const {
    return open_plain_dataset(handle.get(), name, problem);
  }
};

ReadFile::ReadFile(const std::string& path)
    : path_(path), file_(std::make_unique<File>(File{open_to_read(path)})) {}
ReadFile::~ReadFile() = default;
ReadFile::ReadFile(ReadFile&&) noexcept = default;

bool ReadFile::has(const std::string& dataset) const {
  return H5Lexists(file_->handle.get(), dataset.c_str(), H5P_DEFAULT) > 0;
}

std::vector<Attribute> ReadFile::attributes() const {
  std::vector<Attribute> list;
  for (const auto& name : attribute_names(file_->handle.get(), path_ + ": can't read attributes"))
    list.push_back(*attribute(name));
  return list;
}

std::optional<Attribute> ReadFile::attribute(const std::string& name) const {
  const std::string problem = path_ + ": " + name + ": can't read the attribute";
  if (checked(H5Aexists(file_->handle.get(), name.c_str()), problem) == 0) return std::nullopt;
  return read_attribute(file_->handle.get(), name, problem);
}

namespace {

template <class T>
T attribute_as(const ReadFile& file, const std::string& name, const std::string& path) {
  const auto attribute = file.attribute(name);
  if (!attribute) throw IoError(path + ": the attribute " + name + " is missing");
  if (const auto* value = std::get_if<T>(&attribute->value)) return *value;
  throw IoError(path + ": the attribute " + name + " is of another type than it should be");
}

}  // namespace

std::string ReadFile::text_attribute(const std::string& name) const {
  return attribute_as<std::string>(*this, name, path_);
}

std::uint64_t ReadFile::integer_attribute(const std::string& name) const {
  return attribute_as<std::uint64_t>(*this, name, path_);
}

std::vector<std::string> ReadFile::texts_attribute(const std::string& name) const {
  return attribute_as<std::vector<std::string>>(*this, name, path_);
}

std::vector<Extent> ReadFile::extents() const {
  std::vector<Extent> extents;
  for (const auto& name : names_in(file_->handle, path_ + ": can't list its datasets"))
    extents.push_back(extent_of(file_->handle, name, path_));
  std::ranges::sort(extents, {}, &Extent::offset);
  return extents;
}

template <class T>
std::vector<T> ReadFile::read(const std::string& name) const {
  const std::string problem = path_ + ": " + name + ": can't read it";
  const Handle dataset = file_->dataset(name, problem);
  std::vector<T> values(checked_length(dataset, problem));
  if (!values.empty())
    checked(H5Dread(dataset.get(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            problem);
  return values;
}

template std::vector<double> ReadFile::read(const std::string&) const;
template std::vector<float> ReadFile::read(const std::string&) const;
template std::vector<std::int32_t> ReadFile::read(const std::string&) const;
template std::vector<std::uint8_t> ReadFile::read(const std::string&) const;
template std::vector<std::uint32_t> ReadFile::read(const std::string&) const;
template std::vector<std::uint64_t> ReadFile::read(const std::string&) const;

std::vector<std::string> ReadFile::read_texts(const std::string& name) const {
  const std::string problem = path_ + ": " + name + ": can't read it";
  const Handle dataset = file_->dataset(name, problem);
  const Handle type(H5Dget_type(dataset.get()), H5Tclose, problem);
  if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0)
    throw IoError(problem + ": it holds no text of fixed width");
  const std::size_t width = H5Tget_size(type.get());
  std::vector<char> bytes(checked_length(dataset, problem) * width);
  if (!bytes.empty())
    checked(H5Dread(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
            problem);
  std::vector<std::string> texts;
  for (std::size_t start = 0; start < bytes.size(); start += width)
    texts.emplace_back(bytes.data() + start, strnlen(bytes.data() + start, width));
  return texts;
}

}  // namespace temper
