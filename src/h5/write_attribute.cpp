#include "h5/write_attribute.h"

#include "h5/element_type.h"
#include "h5/handle.h"

namespace temper {
namespace {

/// Writes one attribute of any type from the memory that HDF5 expects.
struct Writer {
  hid_t object;
  const std::string& name;
  const std::string& problem;

  void write(hid_t type, const Handle& space, const void* values) const {
    const Handle attribute(
        H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
        problem);
    if (values) checked(H5Awrite(attribute.get(), type, values), problem);  // null: an empty list
  }

  Handle scalar() const { return Handle(H5Screate(H5S_SCALAR), H5Sclose, problem); }

  Handle list(std::size_t length) const {
    const hsize_t shape = length;
    return Handle(H5Screate_simple(1, &shape, nullptr), H5Sclose, problem);
  }

  void operator()(const std::string& text) const {
    const char* pointer = text.c_str();
    write(free_text_type().get(), scalar(), &pointer);
  }
  void operator()(std::int64_t number) const { write(H5T_STD_I64LE, scalar(), &number); }
  void operator()(std::uint64_t number) const { write(H5T_STD_U64LE, scalar(), &number); }
  void operator()(double number) const { write(H5T_IEEE_F64LE, scalar(), &number); }
  void operator()(const std::vector<double>& numbers) const {
    write(H5T_IEEE_F64LE, list(numbers.size()), numbers.data());
  }
  void operator()(const std::vector<std::string>& texts) const {
    std::vector<const char*> pointers;
    for (const auto& text : texts) pointers.push_back(text.c_str());
    write(free_text_type().get(), list(texts.size()), pointers.data());
  }
};

}  // namespace

void write_attribute(hid_t object, const Attribute& attribute, const std::string& problem) {
  std::visit(Writer{object, attribute.name, problem}, attribute.value);
}

}  // namespace temper
