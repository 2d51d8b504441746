// A Python object as a potential. The interpreter is loaded when a config asks for it, and with it
// libtemper_python.so (the folder python here), which speaks temper_potential.h: to the rest of the
// program it is a plug-in like any other.
//
//   [potential]
//   type = "python"
//   function = "module:object"   # or "path/to/file.py:object"
//   dim = 2                      # of a plain function that doesn't say it

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/errors.h"
#include "config/section.h"
#include "potential/own_potential.h"
#include "potential/plugin_model.h"
#include "potential/potentials.h"

namespace temper {
namespace {

namespace fs = std::filesystem;
const int in_this_library = 0;

/// What the user's interpreter says of itself: its library, its home, and the rest as Python.
struct Interpreter {
  std::string library, home, environment;
};

/// The interpreter that runs when the user says python3, unless $TEMPER_PYTHON names another.
std::string interpreter_name() {
  const char* chosen = std::getenv("TEMPER_PYTHON");
  return chosen ? chosen : "python3";
}

constexpr const char* questions =
    "import os, site, sys, sysconfig\n"
    "get = sysconfig.get_config_var\n"
    "names = [get('INSTSONAME'), get('LDLIBRARY')]\n"
    "places = [get('LIBDIR'), get('LIBPL'), os.path.join(sys.base_prefix, 'lib')]\n"
    "paths = [os.path.join(p, n) for p in places for n in names if p and n and '.so' in n]\n"
    "print(next(filter(os.path.exists, paths), ''))\n"
    "print(sys.base_prefix)\n"
    "print(repr(dict(path=sys.path, prefix=sys.prefix, executable=sys.executable,\n"
    "                sites=site.getsitepackages())))\n";

std::string output_of(const std::string& command) {
  std::string text;
  std::array<char, 4096> piece{};
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return "";
  while (const auto n = std::fread(piece.data(), 1, piece.size(), pipe))
    text.append(piece.data(), n);
  return pclose(pipe) == 0 ? text : "";
}

Interpreter ask_interpreter() {
  const auto name = interpreter_name();
  std::istringstream answer(output_of(fmt::format("'{}' -c \"{}\"", name, questions)));
  Interpreter found;
  std::getline(answer, found.library);
  std::getline(answer, found.home);
  std::getline(answer, found.environment);
  if (found.environment.empty())
    throw UsageError(fmt::format(
        "potential: {} does not run; activate the environment that your function needs, or set "
        "TEMPER_PYTHON to its python",
        name));
  if (found.library.empty())
    throw UsageError(fmt::format(
        "potential: {} has no shared library to embed; set TEMPER_PYTHON to a Python that was "
        "built with one (Debian: python3-dev brings it)",
        name));
  return found;
}

/// Seen by the modules that Python will load, NumPy's say, which don't name it.
void load_interpreter(const Interpreter& interpreter) {
  if (!dlopen(interpreter.library.c_str(), RTLD_NOW | RTLD_GLOBAL))
    throw UsageError(
        fmt::format("potential: {} can't be loaded: {}", interpreter.library, dlerror()));
}

/// libtemper_python.so lies beside libtemper.so.
std::string door_library() {
  Dl_info info{};
  dladdr(&in_this_library, &info);
  std::error_code error;
  const auto here = fs::canonical(info.dli_fname ? info.dli_fname : "", error);
  const auto path = here.parent_path() / "libtemper_python.so";
  if (error || !fs::exists(path))
    throw UsageError(
        fmt::format("potential.type: this Temper was built without Python: there is no {}; install "
                    "python3-dev and build it again",
                    path.string()));
  return path.string();
}

/// Text as a literal of Python.
std::string quoted(const std::string& text) {
  std::string literal = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') literal += '\\';
    literal += letter == '\n' ? ' ' : letter;
  }
  return literal + "'";
}

/// The user's environment as the interpreter itself would have set it up, and then the door. Of the
/// package, temper.potential alone is imported, which needs NumPy only; the rest, which takes
/// seconds, when somebody asks for it.
std::string script_of(const Interpreter& interpreter, const std::string& function,
                      std::int64_t dim) {
  return fmt::format(
      "import importlib.util, site, sys, types\n"
      "environment = {}\n"
      "sys.path[:] = environment['path']\n"
      "sys.prefix = sys.exec_prefix = environment['prefix']\n"
      "sys.executable = environment['executable']\n"
      "sys.argv = ['temper']\n"
      "for folder in environment['sites']:\n"
      "    site.addsitedir(folder)\n"
      "spec = importlib.util.find_spec('temper')\n"
      "if spec is None or not spec.submodule_search_locations:\n"
      "    raise ImportError('install the package temper for ' + sys.executable)\n"
      "package = types.ModuleType('temper')\n"
      "package.__spec__, package.__path__ = spec, spec.submodule_search_locations\n"
      "def load(name):\n"
      "    del package.__getattr__\n"
      "    spec.loader.exec_module(package)\n"
      "    return getattr(package, name)\n"
      "package.__getattr__ = load\n"
      "sys.modules['temper'] = package\n"
      "from temper.potential import embedded\n"
      "door = embedded.Door({}, {})\n",
      interpreter.environment, quoted(function), dim);
}

/// The file that the function is in, if it is named or a module lies where temper was started.
std::string file_of(const std::string& function) {
  const auto place = function.substr(0, function.rfind(':'));
  for (const auto& path : {fs::path(place), fs::path(place + ".py")}) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return fs::absolute(path, error).string();
  }
  return "";
}

std::unique_ptr<Potential> make_python(const Section& section) {
  const auto function = section.text(
      "function", std::nullopt,
      "\"module:object\" or \"file.py:object\": energy and gradient, see docs/own-model.md");
  const auto dim = section.integer(
      "dim",
      {.fallback = 0, .min = 0, .help = "parameters of a plain function; 0: the object says it"});
  std::unique_ptr<OwnModel> model;
  if (section.has("function")) {
    if (function.find(':') == std::string::npos)
      section.refuse("function", fmt::format("'{}' has no colon; expected \"module:object\" or "
                                             "\"path/to/file.py:object\"",
                                             function));
    const auto interpreter = ask_interpreter();
    load_interpreter(interpreter);
    model = std::make_unique<PluginModel>(
        door_library(), interpreter.home + "\n" + script_of(interpreter, function, dim),
        PluginModel::Identity{function, file_of(function)});
  }
  return make_own_potential(std::move(model), section);
}

const bool registered = potentials().add(
    "python", "your own energy: a function of Python, NumPy, PyTorch or JAX", make_python);

}  // namespace
}  // namespace temper
