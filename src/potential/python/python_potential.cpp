// The door to Python: libtemper_python.so, a library that speaks temper_potential.h for an object
// of Python. What the object offers is sorted out there, in temper.potential.embedded; here its
// methods are called with views of Temper's memory. Only the stable ABI of Python 3.10 and later is
// used, so one build serves any of them; the interpreter itself is loaded by
// src/potential/python.cpp.

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "potential/temper_potential.h"

namespace {

constexpr int for_reading = 0x100, for_writing = 0x200;  // PyBUF_READ, PyBUF_WRITE of 3.11

/// Owns one reference.
class Object {
 public:
  explicit Object(PyObject* object) : object_(object) {}
  ~Object() { Py_XDECREF(object_); }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  PyObject* get() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  PyObject* object_;
};

std::string last_failure;

std::string text_of(PyObject* unicode) {
  if (!unicode) return "";
  Py_ssize_t length = 0;
  const char* text = PyUnicode_AsUTF8AndSize(unicode, &length);
  return text ? std::string(text, static_cast<std::size_t>(length)) : "";
}

/// The pending exception with its traceback, as Python prints it.
std::string take_traceback() {
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  const Object own_type(type), own_value(value), own_trace(trace);
  const Object module(PyImport_ImportModule("traceback"));
  const Object lines(PyObject_CallMethod(module.get(), "format_exception", "OOO", type,
                                         value ? value : Py_None, trace ? trace : Py_None));
  if (!lines) return "an exception that can't be printed";
  const Object empty(PyUnicode_FromString(""));
  const Object text(PyUnicode_Join(empty.get(), lines.get()));
  return "\n" + text_of(text.get());
}

int32_t fail() {
  last_failure = take_traceback();
  return 1;
}

/// A model's Python side and what doesn't change of it.
struct Model {
  PyObject* door = nullptr;  ///< temper.potential.embedded.Door
  std::vector<std::string> names, metric_names;
  int64_t dim = 0, n_points = 1;
};

Model& model_of(void* state) { return *static_cast<Model*>(state); }

PyObject* view(const void* memory, std::size_t n_bytes, int access) {
  if (!memory) Py_RETURN_NONE;
  return PyMemoryView_FromMemory(static_cast<char*>(const_cast<void*>(memory)),
                                 static_cast<Py_ssize_t>(n_bytes), access);
}

PyObject* readable(const double* values, int64_t n) {
  return view(values, static_cast<std::size_t>(n) * sizeof(double), for_reading);
}

PyObject* writable(double* values, int64_t n) {
  return view(values, static_cast<std::size_t>(n) * sizeof(double), for_writing);
}

std::vector<std::string> texts(PyObject* owner, const char* attribute) {
  std::vector<std::string> list;
  const Object sequence(PyObject_GetAttrString(owner, attribute));
  const Py_ssize_t n = sequence ? PySequence_Size(sequence.get()) : 0;
  for (Py_ssize_t i = 0; i < n; ++i) {
    const Object item(PySequence_GetItem(sequence.get(), i));
    list.push_back(text_of(item.get()));
  }
  return list;
}

int64_t whole(PyObject* owner, const char* attribute) {
  const Object number(PyObject_GetAttrString(owner, attribute));
  return number ? PyLong_AsLongLong(number.get()) : -1;
}

/// Starts the interpreter in the user's environment. `home` is where its standard library is.
void start_python(const std::string& home) {
  if (Py_IsInitialized()) return;
  setenv("PYTHONHOME", home.c_str(), 1);
  Py_InitializeEx(0);  // signals stay Temper's
  unsetenv("PYTHONHOME");
}

/// Runs a script; what it defines is in `names`.
bool run_script(const std::string& script, PyObject* names) {
  const Object code(Py_CompileString(script.c_str(), "<temper>", Py_file_input));
  if (!code) return false;
  PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
  return static_cast<bool>(Object(PyEval_EvalCode(code.get(), names, names)));
}

/// A random seed for Python's generators, from Temper's.
PyObject* seed_from(temper_random* random) {
  constexpr double range = 9007199254740992.0;  // 2^53
  return PyLong_FromDouble(random->uniform(random) * range);
}

int32_t call_with_random(void* state, const char* method, temper_random* random, double* theta) {
  const Model& model = model_of(state);
  const Object seed(seed_from(random)), out(writable(theta, model.dim));
  const Object done(PyObject_CallMethod(model.door, method, "OO", seed.get(), out.get()));
  if (!done) return fail();
  return done.get() == Py_None ? TEMPER_ABSENT : 0;
}

}  // namespace

int32_t temper_abi(void) { return TEMPER_ABI; }

/// @param options  the first line is the interpreter's home; the rest a script that defines `door`
void* temper_create(const char* options) {
  const std::string text = options;
  const auto end = text.find('\n');
  start_python(text.substr(0, end));
  const Object names(PyDict_New());
  if (!run_script(text.substr(end + 1), names.get())) {
    fail();
    return nullptr;
  }
  PyObject* door = PyDict_GetItemString(names.get(), "door");
  Py_INCREF(door);
  auto* model = new Model{door, texts(door, "names"), texts(door, "metric_names"),
                          whole(door, "dim"), whole(door, "n_points")};
  if (!PyErr_Occurred()) return model;
  fail();
  delete model;
  return nullptr;
}

// The interpreter is never ended: modules such as PyTorch's don't survive it.
void temper_destroy(void* state) { delete static_cast<Model*>(state); }

const char* temper_message(void* /*state*/) { return last_failure.c_str(); }
int64_t temper_dim(void* state) { return model_of(state).dim; }
int64_t temper_points(void* state) { return model_of(state).n_points; }

const char* temper_name(void* state, int64_t parameter) {
  return model_of(state).names.at(static_cast<std::size_t>(parameter)).c_str();
}

int32_t temper_evaluate(void* state, const double* theta, double* U, double* V, double* grad_U,
                        double* grad_V) {
  return temper_evaluate_many(state, 1, theta, U, V, grad_U, grad_V);
}

// The parameters are those of temper_potential.h.
// NOLINTBEGIN(readability-function-size)
int32_t temper_evaluate_many(void* state, int64_t n, const double* theta, double* U, double* V,
                             double* grad_U, double* grad_V) {
  const Model& model = model_of(state);
  const int64_t size = n * model.dim;
  const Object in(readable(theta, size)), to_U(writable(U, n)), to_V(writable(V, n)),
      to_grad_U(writable(grad_U, size)), to_grad_V(writable(grad_V, size));
  const Object done(PyObject_CallMethod(model.door, "evaluate", "OOOOO", in.get(), to_U.get(),
                                        to_V.get(), to_grad_U.get(), to_grad_V.get()));
  return done ? 0 : fail();
}

int32_t temper_evaluate_rows(void* state, const double* theta, const uint32_t* rows, int64_t n,
                             double* U, double* V, double* grad_U, double* grad_V) {
  const Model& model = model_of(state);
  const Object in(readable(theta, model.dim)),
      examples(view(rows, static_cast<std::size_t>(n) * sizeof(uint32_t), for_reading)),
      to_U(writable(U, n)), to_V(writable(V, 1)), to_grad_U(writable(grad_U, model.dim)),
      to_grad_V(writable(grad_V, model.dim));
  const Object done(PyObject_CallMethod(model.door, "evaluate_rows", "OOOOOO", in.get(),
                                        examples.get(), to_U.get(), to_V.get(), to_grad_U.get(),
                                        to_grad_V.get()));
  return done ? 0 : fail();
}
// NOLINTEND(readability-function-size)

int32_t temper_draw_prior(void* state, temper_random* random, double* theta) {
  return call_with_random(state, "draw_prior", random, theta);
}

int32_t temper_start(void* state, temper_random* random, double* theta) {
  return call_with_random(state, "start", random, theta);
}

int64_t temper_metrics(void* state) {
  return static_cast<int64_t>(model_of(state).metric_names.size());
}

const char* temper_metric_name(void* state, int64_t metric) {
  return model_of(state).metric_names.at(static_cast<std::size_t>(metric)).c_str();
}

int32_t temper_measure(void* state, const double* theta, double* out) {
  const Model& model = model_of(state);
  const Object in(readable(theta, model.dim)), to(writable(out, temper_metrics(state)));
  const Object done(PyObject_CallMethod(model.door, "measure", "OO", in.get(), to.get()));
  return done ? 0 : fail();
}
