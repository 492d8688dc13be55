// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/log_input.hpp"

#include "conformance/cli/error_output.hpp"
#include "conformance/cli/lines.hpp"
#include "conformance/cli/session.hpp"
#include "conformance/report/escapes.hpp"
#include "conformance/report/frame_json.hpp"

#include <fmt/format.h>

#include <utility>

namespace tsrpc::cli {
namespace {

constexpr size_t most_complaints = 10;
constexpr const char* expected_frame = "expected five hexadecimal words, W3 W4 W5 W6 W7, after > or < if any";

} // namespace

const char* const log_help =
    R"(What is read: five hexadecimal words in a row are a frame, W3 to W7, if each has eight digits or 0x; words of any
length if they fill the line, or all of it behind the last > or <. So are words with their registers' names,
"W3: 0x... W4: ..." or "x3=...", of 16 digits the upper half 0, with W0 and W1 before them if they are there; and the
frames of our own traces (docs/target-protocol.md). > marks a request, < a response. What stands before, a time or the
name of a program, does not matter. A line that holds no frame is left out and counted; one that is meant as a frame and
is none is an error. docs/decode.md says it in full.
)";

void add_strict_input(CLI::App& app, LogOptions& options) {
    app.add_flag("--strict-input", options.strict_input,
                 "Refuse a line that is neither a frame, blank, a comment nor of a trace");
}

LogInput::LogInput(const LogOptions& options, std::string command, Output& output)
    : options_(options), command_(std::move(command)), output_(output) {}

void LogInput::read(const Use& use, const std::function<void(const std::string& path)>& begin) {
    const std::vector<std::string> files = options_.files.empty() ? std::vector<std::string>{"-"} : options_.files;
    for (const std::string& path : files) {
        if (begin) {
            begin(path);
        }
        report::LineReader reader;
        std::string plain;
        for_each_line(path, output_, [&](size_t number, std::string_view text) {
            ++lines_;
            if (text.size() <= report::longest_line && text.find(report::escape) != text.npos) {
                plain = text;
                plain.resize(report::take_out_escapes(plain.data(), plain.size()));
                text = plain;
            }
            const report::Line line = reader.take(text.data(), text.size());
            const Place place = {path, number};
            if (line.content == report::LineContent::malformed) {
                complain(place, text, line.problem.c_str());
            } else if (line.content == report::LineContent::other) {
                ++others_;
                if (options_.strict_input) {
                    throw CommandError(ExitStatus::usage, refusal(place, text, expected_frame));
                }
            }
            use(place, text, line);
        });
    }
}

std::string LogInput::refusal(const Place& place, std::string_view text, const std::string& why) {
    return fmt::format("{}: {}; {}", line_name(place.path, place.number), report::shown(std::string(text)), why);
}

void LogInput::complain(const Place& place, std::string_view text, const std::string& problem) {
    if (options_.strict_input) {
        throw CommandError(ExitStatus::usage, refusal(place, text, problem));
    }
    if (++malformed_ <= most_complaints) {
        output_.flush();
        write_error(fmt::format("{}: {}\n", command_, refusal(place, text, problem)));
    }
}

void LogInput::finish() const {
    output_.flush();
    if (malformed_ > most_complaints) {
        write_error(fmt::format("{}: {} more lines are malformed\n", command_, malformed_ - most_complaints));
    }
    if (others_ != 0) {
        write_error(fmt::format("{}: {} of {} line{} hold{} no frame\n", command_, others_, lines_,
                                lines_ == 1 ? "" : "s", others_ == 1 ? "s" : ""));
    }
}

} // namespace tsrpc::cli
