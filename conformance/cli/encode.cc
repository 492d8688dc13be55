// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/format.hpp"
#include "conformance/cli/lines.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>

#include <memory>

namespace tsrpc::cli {
namespace {

std::string encode(std::string_view line, Format format) {
    const report::Frame frame = report::frame_from_json(report::parse_json(line));
    const Registers& words = frame.words;
    return (format == Format::json ? report::frame_to_json(frame.inspect(), words, words, true)
                                   : report::to_hex(words)) +
           '\n';
}

ExitStatus encode_lines(Format format, Output& output) {
    for_each_line("-", output, [&](size_t number, std::string_view line) {
        if (line.size() > report::longest_line) {
            throw CommandError(ExitStatus::usage,
                               fmt::format("line {} has more than {} bytes", number, report::longest_line));
        }
        if (line.find_first_not_of(" \t\r") == line.npos) {
            return;
        }
        try {
            output.write(encode(line, format));
        } catch (const report::JsonError& error) {
            throw CommandError(ExitStatus::usage, fmt::format("line {}: {}", number, error.what()));
        }
    });
    return ExitStatus::conforms;
}

} // namespace

void add_encode(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("encode", "Make frames of JSON objects, one a line on standard input");
    const auto format = std::make_shared<Format>(Format::text);
    add_format(*command, *format, "The five words, or what decode prints (default: text)");
    command->footer(
        R"(An object has "message", "direction" and the message's fields, as decode --format json prints them.
Messages are get_version, retrieve_mem, relinquish_mem, service_info and service_call; directions request and response.
Numbers are JSON numbers, or strings in decimal or with 0x; statuses may be signed or not. UUIDs are strings.
"registers", "valid" and "violations", which decode adds, are ignored: reserved bits are always 0. What decode prints of
a frame that is not valid may be none: its message "unknown", or a value that no message has.

Examples:
  echo '{"message": "get_version", "direction": "response", "version": 1}' | tsrpc encode
  tsrpc decode --format json < frames.txt | tsrpc encode

Exit status: 0 every object is a message, 2 wrong usage or one is not.)");
    command->callback(
        [=, &session] { session.command = [format, &session] { return encode_lines(*format, session.output); }; });
}

} // namespace tsrpc::cli
