#include "data/dataset_metadata.h"

#include <cstring>
#include <type_traits>
#include <vector>

namespace temper {
namespace {

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

class Packer {
 public:
  template <Plain T>
  void operator()(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T));
  }
  void operator()(const std::string& text) {
    (*this)(text.size());
    bytes_ += text;
  }
  template <class T>
  void operator()(const std::vector<T>& list) {
    (*this)(list.size());
    for (const auto& item : list) (*this)(item);
  }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(const std::string& bytes) : next_(bytes.data()) {}

  template <Plain T>
  void operator()(T& value) {
    std::memcpy(&value, next_, sizeof(T));
    next_ += sizeof(T);
  }
  void operator()(std::string& text) {
    text.resize(size());
    std::memcpy(text.data(), next_, text.size());
    next_ += text.size();
  }
  template <class T>
  void operator()(std::vector<T>& list) {
    list.resize(size());
    for (auto& item : list) (*this)(item);
  }

 private:
  std::size_t size() {
    std::size_t n = 0;
    (*this)(n);
    return n;
  }

  const char* next_;
};

// One list of fields for both ways, so that they can't differ.

template <class Archive, class S>
requires std::is_same_v<std::remove_const_t<S>, TableSchema>
void visit_fields(Archive& archive, S& schema) {
  archive(schema.beside);
  archive(schema.missing);
  archive(schema.decimal);
  archive(schema.index);
  auto n = schema.inputs.size();
  archive(n);
  if constexpr (!std::is_const_v<S>) schema.inputs.resize(n);
  for (auto& input : schema.inputs) {
    archive(input.name);
    archive(input.unit);
    archive(input.is_text);
    archive(input.categories);
    archive(input.has_indicator);
    archive(input.fill);
  }
}

template <class Archive, class D>
requires std::is_same_v<std::remove_const_t<D>, Dataset>
void visit_fields(Archive& archive, D& dataset) {
  archive(dataset.name);
  archive(dataset.task);
  archive(dataset.input_shape);
  archive(dataset.n_inputs);
  archive(dataset.n_targets);
  archive(dataset.n_classes);
  archive(dataset.class_names);
  archive(dataset.input_names);
  archive(dataset.target_names);
  for (auto* part : {&dataset.train, &dataset.validation, &dataset.test}) archive(part->n);
  for (auto* scaling : {&dataset.input_scaling, &dataset.target_scaling}) {
    archive(scaling->mean);
    archive(scaling->sd);
  }
  archive(dataset.is_weighted);
  archive(dataset.notes);
  archive(dataset.path);
  archive(dataset.fingerprint);
  visit_fields(archive, dataset.schema);
}

}  // namespace

std::string pack_header(const Dataset& dataset) {
  Packer packer;
  visit_fields(packer, dataset);
  return packer.bytes();
}

Dataset unpack_header(const std::string& bytes) {
  Dataset dataset;
  Unpacker unpacker(bytes);
  visit_fields(unpacker, dataset);
  return dataset;
}

}  // namespace temper
