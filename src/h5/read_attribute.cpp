#include "h5/read_attribute.h"

#include "h5/element_type.h"
#include "h5/handle.h"

namespace temper {
namespace {

/// One attribute, read as the type that its class and its sign ask for.
class Reader {
 public:
  Reader(hid_t object, const std::string& name, const std::string& problem)
      : problem_(problem),
        attribute_(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, problem),
        space_(H5Aget_space(attribute_.get()), H5Sclose, problem),
        type_(H5Aget_type(attribute_.get()), H5Tclose, problem) {}

  AttributeValue value() const {
    switch (H5Tget_class(type_.get())) {
      case H5T_STRING:
        return is_scalar() ? AttributeValue(texts().front()) : texts();
      case H5T_FLOAT:
        return is_scalar() ? AttributeValue(scalar<double>(H5T_NATIVE_DOUBLE)) : numbers();
      case H5T_INTEGER:
        if (H5Tget_sign(type_.get()) == H5T_SGN_NONE)
          return scalar<std::uint64_t>(H5T_NATIVE_UINT64);
        return scalar<std::int64_t>(H5T_NATIVE_INT64);
      default:
        throw_hdf5_error(problem_ + ": neither text nor number");
    }
  }

 private:
  bool is_scalar() const { return H5Sget_simple_extent_type(space_.get()) == H5S_SCALAR; }

  std::size_t length() const {
    return static_cast<std::size_t>(checked(H5Sget_simple_extent_npoints(space_.get()), problem_));
  }

  template <class T>
  T scalar(hid_t memory_type) const {
    if (length() != 1) throw_hdf5_error(problem_ + ": not a single number");
    T number{};
    checked(H5Aread(attribute_.get(), memory_type, &number), problem_);
    return number;
  }

  std::vector<double> numbers() const {
    std::vector<double> list(length());
    if (!list.empty()) checked(H5Aread(attribute_.get(), H5T_NATIVE_DOUBLE, list.data()), problem_);
    return list;
  }

  std::vector<std::string> texts() const {
    if (H5Tis_variable_str(type_.get()) <= 0) throw_hdf5_error(problem_ + ": text of fixed width");
    std::vector<char*> pointers(length());
    if (pointers.empty()) return {};
    checked(H5Aread(attribute_.get(), free_text_type().get(), pointers.data()), problem_);
    std::vector<std::string> list;
    for (const char* pointer : pointers) list.emplace_back(pointer ? pointer : "");
    H5Dvlen_reclaim(free_text_type().get(), space_.get(), H5P_DEFAULT, pointers.data());
    return list;
  }

  std::string problem_;
  Handle attribute_, space_, type_;
};

herr_t keep_name(hid_t /*object*/, const char* name, const H5A_info_t* /*info*/, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

}  // namespace

Attribute read_attribute(hid_t object, const std::string& name, const std::string& problem) {
  return {name, Reader(object, name, problem).value()};
}

std::vector<std::string> attribute_names(hid_t object, const std::string& problem) {
  std::vector<std::string> names;
  hsize_t start = 0;
  checked(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &start, keep_name, &names), problem);
  return names;
}

}  // namespace temper
