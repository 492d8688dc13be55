// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/format.hpp"
#include "conformance/cli/frame_reader.hpp"
#include "conformance/cli/lines.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

namespace tsrpc::cli {
namespace {

constexpr size_t operand_count = register_count;

struct Options {
    bool request = false;
    bool response = false;
    bool strict = false;
    Format format = Format::text;
    std::vector<std::string> words;

    Direction direction() const { return response ? Direction::response : Direction::request; }
};

char marker(Direction direction) { return direction == Direction::request ? '>' : '<'; }

/// Decodes frames one by one.
class Decoder {
  public:
    Decoder(const Options& options, Output& output) : options_{options}, output_{output} {}

    void decode(const TracedFrame& frame) {
        const Inspection inspection = frame.inspect();
        const bool valid = options_.strict ? inspection.violations.empty() : inspection.valid();
        all_valid_ = all_valid_ && valid;
        output_.write(options_.format == Format::json ? json(frame, inspection, valid)
                                                      : text(frame, inspection, valid));
    }

    ExitStatus status() const { return all_valid_ ? ExitStatus::conforms : ExitStatus::does_not_conform; }

  private:
    static std::string json(const TracedFrame& frame, const Inspection& inspection, bool valid) {
        return report::frame_to_json(inspection, frame.words, frame.request, valid).dump() + '\n';
    }

    std::string text(const TracedFrame& frame, const Inspection& inspection, bool valid) {
        const char* const separator = first_ ? "" : "\n";
        first_ = false;
        return fmt::format("{}{} {} {}\n{}", separator, marker(frame.direction), report::to_hex(frame.words),
                           valid ? "valid" : "not valid", report::explain(inspection, frame.words, frame.request));
    }

    const Options& options_;
    Output& output_;
    bool all_valid_ = true;
    bool first_ = true;
};

ExitStatus decode(const Options& options, Output& output) {
    Decoder decoder(options, output);
    if (!options.words.empty()) {
        const std::string words = fmt::format("{}", fmt::join(options.words, " "));
        if (const auto frame = parse_plain_frame(words, options.direction())) {
            decoder.decode(*frame);
            return decoder.status();
        }
        throw CommandError(ExitStatus::usage, fmt::format("{}; {}", report::shown(words), expected_words));
    }
    FrameReader reader(options.direction());
    for_each_line(output, [&](size_t number, std::string_view line) {
        try {
            if (const auto frame = reader.take(line)) {
                decoder.decode(*frame);
            }
        } catch (const FrameError& error) {
            throw CommandError(ExitStatus::usage, fmt::format("line {}: {}", number, error.what()));
        }
    });
    return decoder.status();
}

} // namespace

void add_decode(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("decode", "Explain frames: five words W3..W7 each");
    const auto options = std::make_shared<Options>();
    command->add_flag("--request", options->request, "Frames are requests (the default)");
    command->add_flag("--response", options->response, "Frames are responses");
    add_format(*command, options->format, "Bit by bit, or one JSON object a line (default: text)");
    command->add_flag("--strict", options->strict, "A frame that breaks a SHOULD is not valid");
    command->add_option("words", options->words, "One frame, hexadecimal, with or without 0x")
        ->option_text("W3 W4 W5 W6 W7");
    command->footer(
        R"(Without words, decode reads standard input: one frame a line.
A line may begin with > (request) or < (response), which overrides the option. Blank lines and lines that begin with #
are skipped. Each frame stands alone: a response is read as the answer to a request with its interface id and opcode.
The lines of a trace (docs/target-protocol.md) are read too: frames in "> call", "? send", and the "< ok" or "= ok" that
answers them, as the answer to that request; what is no frame is skipped.

Examples:
  tsrpc decode 00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b
  tsrpc decode --response 00ff0003 fffffffd 0 0 0
  tsrpc decode --format json < frames.txt
  tsrpc decode < traces/memory.retrieve.trace

Exit status: 0 every frame is valid, 1 one is not, 2 wrong usage or a malformed line.)");
    command->callback([=, &session] {
        if (options->request && options->response) {
            throw CLI::ValidationError("--request and --response exclude each other");
        }
        if (!options->words.empty() && options->words.size() != operand_count) {
            throw CLI::ValidationError(fmt::format(
                "{} words; expected five, W3 W4 W5 W6 W7, or none to read standard input", options->words.size()));
        }
        session.command = [options, &session] { return decode(*options, session.output); };
    });
}

} // namespace tsrpc::cli
