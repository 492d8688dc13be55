// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc replay: a trace performed again.
#include "conformance/cli/attaching.hpp"
#include "conformance/cli/input_file.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/protocol/trace.hpp"
#include "conformance/report/trace_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

namespace tsrpc::cli {
namespace {

using namespace conformance;

struct Options {
    std::string path;
    Attaching attaching;
};

Trace read_trace(const std::string& path) {
    Trace trace;
    try {
        trace = parse_trace(read_file(path));
    } catch (const TraceError& error) {
        throw CommandError(ExitStatus::usage, fmt::format("{}: {}", path, error.what()));
    }
    if (trace.empty() || !std::holds_alternative<Hello>(trace.front().command)) {
        throw CommandError(ExitStatus::usage,
                           fmt::format("{}: {}; expected a trace that begins with '> hello'", path,
                                       trace.empty() ? "there is no exchange" : "another command comes first"));
    }
    return trace;
}

/// Whose trace it is, by the first greeting.
TargetRole role_of(const Trace& trace) {
    const auto& reply = trace.front().reply;
    const auto* const greeting = reply ? std::get_if<Greeting>(&reply->result) : nullptr;
    return greeting ? greeting->role : TargetRole::sp;
}

/// The link, which leaves in `why` how the target was lost.
Link watched(const Link& link, std::string& why) {
    return [link, &why](std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
        try {
            link(commands, grant, take);
        } catch (const TargetLost& lost) {
            why = lost.what();
            throw;
        }
    };
}

std::string indented(const std::string& lines) {
    std::string text = "  ";
    for (const char c : lines.substr(0, lines.size() - 1)) {
        text += c == '\n' ? "\n  " : std::string(1, c);
    }
    return text + '\n';
}

std::string difference_text(const Difference& difference, size_t exchanges, const std::string& why_lost) {
    std::string text =
        fmt::format("exchange {} of {} is different\nexpected:\n{}seen:\n{}", difference.index + 1, exchanges,
                    indented(trace_text(difference.expected)), indented(trace_text(difference.seen)));
    return difference.seen.reply ? text : text + fmt::format("  # {}\n", why_lost);
}

std::string same_text(size_t exchanges, const std::string& why_lost) {
    return fmt::format("the same happened: {} exchange{}{}\n", exchanges, exchanges == 1 ? "" : "s",
                       why_lost.empty() ? "" : fmt::format(", and the target was lost at the end: {}", why_lost));
}

ExitStatus run_replay(const Options& options, Output& output) {
    const Trace trace = read_trace(options.path);
    const TargetRole role = role_of(trace);
    const StartTarget start = attach_target(options.attaching, role);
    std::string why_lost;
    std::optional<Difference> difference;
    reach(role == TargetRole::sp ? "SP" : "caller",
          [&] { difference = conformance::replay(trace, watched(start(), why_lost)); });
    if (difference && difference->index == 0 && !difference->seen.reply) { // hello, which starts it
        throw CommandError(ExitStatus::unreachable, fmt::format("the target could not be started: {}", why_lost));
    }
    output.write(difference ? difference_text(*difference, trace.size(), why_lost) : same_text(trace.size(), why_lost));
    return difference ? ExitStatus::does_not_conform : ExitStatus::conforms;
}

} // namespace

void add_replay(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("replay", "Perform a trace again: does the same happen?");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->path, "A trace, as check --traces saves it")->required();
    add_attaching_options(*command, "target", options->attaching);
    command->footer(
        R"(Sends the trace's commands to a fresh target and grants a caller's asks as the trace does, until something is
different: another reply, event or ask, or the target is lost. Then it shows that exchange as expected and as seen. If
the target chooses handles, it uses them in place of the trace's.

Examples:
  tsrpc check sp --target plugin:./mine.so --traces traces
  tsrpc replay traces/memory.retrieve_tag.trace --target plugin:./mine.so

Exit status: 0 the same happened, 1 something else did, 2 wrong usage or not a trace, 3 the target could not be loaded
or started.)");
    command->callback(
        [=, &session] { session.command = [options, &session] { return run_replay(*options, session.output); }; });
}

} // namespace tsrpc::cli
