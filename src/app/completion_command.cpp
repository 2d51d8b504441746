// temper completion: the table of commands and flags, as a shell's completion takes it.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.h"
#include "base/output.h"

namespace temper {
namespace {

constexpr const char* completion_details =
    "  temper completion bash > ~/.local/share/bash-completion/completions/temper\n"
    "  temper completion zsh > ~/.zfunc/_temper        (a folder in your $fpath)\n"
    "  temper completion fish > ~/.config/fish/completions/temper.fish\n\n"
    "cmake --install and the packages bring them along.\n";

constexpr const char* help_summary = "what a command takes";

std::vector<std::string> names() {
  std::vector<std::string> all = {"help"};
  for (const auto& command : commands()) all.push_back(command.name);
  return all;
}

std::vector<std::string> flags_of(const Command& command) {
  std::vector<std::string> flags = {"--help"};
  for (const auto& flag : command.flags) flags.push_back("--" + flag.name);
  return flags;
}

/// Words that the argument without a flag can be: of "bash|zsh|fish" all three; else none, and it
/// is a file or a folder.
std::string choices(const Command& command) {
  auto words = command.positional;
  if (words.find('|') == std::string::npos) return "";
  for (auto& character : words)
    if (character == '|') character = ' ';
  return words;
}

/// Inside single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string result;
  for (const char character : text)
    result += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return "'" + result + "'";
}

std::string bash() {
  std::string cases;
  for (const auto& command : commands())
    cases += fmt::format("    {}) flags='{}' words='{}' ;;\n", command.name,
                         fmt::join(flags_of(command), " "), choices(command));
  return fmt::format(R"(# Completion of temper for bash.
_temper() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} flags='' words=''
  COMPREPLY=()
  case ${{COMP_WORDS[1]}} in
    help) words='{0}' ;;
{1}  esac
  (( COMP_CWORD > 1 )) || {{ flags='--help --version' words='{0}'; }}
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}}
complete -F _temper temper
)",
                     fmt::join(names(), " "), cases);
}

/// A description where zsh takes [ ] and : for its own.
std::string zsh_text(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if (character == '[' || character == ']' || character == ':' || character == '\\')
      result += '\\';
    result += character;
  }
  return result;
}

std::string zsh() {
  std::string described = quoted(fmt::format("help:{}", help_summary));
  std::string cases;
  for (const auto& command : commands()) {
    described += " " + quoted(fmt::format("{}:{}", command.name, zsh_text(command.summary)));
    std::string specs = "'--help[this page]'";
    for (const auto& flag : command.flags)
      specs += " " + quoted(fmt::format(
                         "--{}[{}]{}", flag.name, zsh_text(flag.help),
                         flag.value.empty() ? "" : ":" + zsh_text(flag.value) + ":_files"));
    const auto words = choices(command);
    specs += words.empty() ? " '*:file:_files'" : fmt::format(" '*:word:({})'", words);
    cases += fmt::format("    {}) _arguments {} ;;\n", command.name, specs);
  }
  return fmt::format(R"(#compdef temper
# Completion of temper for zsh.
_temper() {{
  local -a known=({})
  (( CURRENT > 2 )) || {{ _describe command known; return; }}
  case $words[2] in
    help) _describe command known ;;
{}  esac
}}
_temper "$@"
)",
                     described, cases);
}

std::string fish() {
  std::string page = "# Completion of temper for fish.\n";
  const auto add = [&](const std::string& name, const std::string& summary) {
    page += fmt::format("complete -c temper -f -n __fish_use_subcommand -a {} -d {}\n", name,
                        quoted(summary));
  };
  add("help", help_summary);
  for (const auto& command : commands()) {
    add(command.name, command.summary);
    const auto here =
        fmt::format("complete -c temper -n '__fish_seen_subcommand_from {}'", command.name);
    for (const auto& flag : command.flags)
      page += fmt::format("{} -l {}{} -d {}\n", here, flag.name, flag.value.empty() ? "" : " -r",
                          quoted(flag.help));
    if (const auto words = choices(command); !words.empty())
      page += fmt::format("{} -f -a '{}'\n", here, words);
  }
  return page;
}

ExitCode complete(const Arguments& arguments, const Communicator& world) {
  const auto& shell = arguments.positional();
  std::string page;
  if (shell == "bash") page = bash();
  if (shell == "zsh") page = zsh();
  if (shell == "fish") page = fish();
  if (page.empty())
    throw UsageError(fmt::format("completion: there is none for '{}' (bash, zsh, fish)", shell));
  if (world.is_root()) print(page);
  return ExitCode::ok;
}

}  // namespace

Command completion_command() {
  return {"completion",       "what a shell completes after 'temper'",
          "bash|zsh|fish",    {},
          completion_details, complete};
}

}  // namespace temper
