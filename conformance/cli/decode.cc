// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/format.hpp"
#include "conformance/cli/log_input.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace tsrpc::cli {
namespace {

struct Options {
    bool request = false;
    bool response = false;
    bool strict = false;
    Format format = Format::text;
    std::vector<std::string> operands; ///< the words of one frame, or files
    LogOptions log;

    Direction direction() const { return response ? Direction::response : Direction::request; }
};

std::string joined(const std::vector<std::string>& operands) { return fmt::format("{}", fmt::join(operands, " ")); }

/// The operands as a line that is meant as a frame, which says what is wrong with them if they are none.
report::Line line_of(const std::vector<std::string>& operands) {
    const std::string text = "> " + joined(operands);
    return report::LineReader().take(text.data(), text.size());
}

/// The operands as one frame.
std::optional<report::LoggedFrame> frame_of(const std::vector<std::string>& operands) {
    if (joined(operands).find_first_not_of("0123456789abcdefABCDEFxX, \t\r\n\v\f") != std::string::npos) {
        return std::nullopt;
    }
    const report::Line line = line_of(operands);
    if (line.content != report::LineContent::frame || line.frame.form != report::FrameForm::plain) {
        return std::nullopt;
    }
    report::LoggedFrame frame = line.frame;
    frame.has_direction = false; // the mark is not theirs
    return frame;
}

char marker(Direction direction) { return direction == Direction::request ? '>' : '<'; }

/// Decodes frames one by one.
class Decoder {
  public:
    Decoder(const Options& options, Output& output) : options_{options}, output_{output} {}

    void decode(const report::LoggedFrame& frame) {
        const Inspection inspection = frame.inspect();
        const bool valid = options_.strict ? inspection.violations.empty() : inspection.valid();
        all_valid_ = all_valid_ && valid;
        output_.write(options_.format == Format::json ? json(frame, inspection, valid)
                                                      : text(frame, inspection, valid));
    }

    ExitStatus status() const { return all_valid_ ? ExitStatus::conforms : ExitStatus::does_not_conform; }

  private:
    static std::string json(const report::LoggedFrame& frame, const Inspection& inspection, bool valid) {
        return report::frame_to_json(inspection, frame.words, frame.answered(), valid) + '\n';
    }

    std::string text(const report::LoggedFrame& frame, const Inspection& inspection, bool valid) {
        const char* const separator = first_ ? "" : "\n";
        first_ = false;
        return fmt::format("{}{} {} {}\n", separator, marker(frame.direction), report::to_hex(frame.words),
                           valid ? "valid" : "not valid") +
               report::explain(inspection, frame.words, frame.answered());
    }

    const Options& options_;
    Output& output_;
    bool all_valid_ = true;
    bool first_ = true;
};

/// Hexadecimal digits, with or without 0x, perhaps a comma and more behind.
bool begins_with_word(std::string_view text) {
    text = text.substr(0, text.find_first_of(", "));
    text.remove_prefix(text.starts_with("0x") || text.starts_with("0X") ? 2 : 0);
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

/// What was meant as a frame and is none: files are named by words that are there.
bool are_words(const std::vector<std::string>& operands) {
    return begins_with_word(operands.front()) &&
           std::ranges::none_of(operands, [](const std::string& path) { return access(path.c_str(), F_OK) == 0; });
}

[[noreturn]] void refuse(const std::vector<std::string>& operands) {
    const report::Line line = line_of(operands);
    throw CommandError(ExitStatus::usage,
                       fmt::format("{}; {}", report::shown(joined(operands)),
                                   line.content == report::LineContent::malformed
                                       ? line.problem.c_str()
                                       : "expected five hexadecimal words, W3 W4 W5 W6 W7, or files"));
}

ExitStatus decode(const Options& options, Output& output) {
    Decoder decoder(options, output);
    const auto take = [&](report::LoggedFrame frame) {
        frame.direction = frame.has_direction ? frame.direction : options.direction();
        decoder.decode(frame);
    };
    LogOptions log = options.log;
    if (!options.operands.empty()) {
        if (const auto frame = frame_of(options.operands)) {
            take(*frame);
            return decoder.status();
        }
        if (are_words(options.operands)) {
            refuse(options.operands);
        }
        log.files = options.operands;
    }
    LogInput input(log, "tsrpc decode", output);
    input.read([&](const Place&, std::string_view, const report::Line& line) {
        if (line.content == report::LineContent::frame) {
            take(line.frame);
        }
    });
    input.finish();
    return input.is_spoiled() ? ExitStatus::does_not_conform : decoder.status();
}

} // namespace

void add_decode(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("decode", "Explain the frames of a log, bit by bit");
    const auto options = std::make_shared<Options>();
    command->add_flag("--request", options->request, "Frames are requests (the default)");
    command->add_flag("--response", options->response, "Frames are responses");
    add_format(*command, options->format, "Bit by bit, or one JSON object a line (default: text)");
    command->add_flag("--strict", options->strict, "A frame that breaks a SHOULD is not valid");
    add_strict_input(*command, options->log);
    command->add_option("operands", options->operands, "One frame, hexadecimal, with or without 0x; or files")
        ->option_text("W3 W4 W5 W6 W7 | FILE...");
    command->footer(fmt::format(
        R"(Five operands that are all hexadecimal words are a frame, with commas or without, of 16 digits the upper half 0; all
others are files, "-" is standard input. A file with the name of a word is ./NAME. Without operands, decode reads
standard input. The mark of a line overrides --request and --response. Each frame stands alone: a response is read as
the answer to a request with its interface id and opcode, in a trace as the answer to its request.

{}
Examples:
  tsrpc decode 00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b
  tsrpc decode --response 00ff0003 fffffffd 0 0 0
  tsrpc decode --format json < frames.txt
  dmesg | tsrpc decode
  tsrpc decode traces/memory.retrieve.trace

Exit status: 0 every frame is valid, 1 one is not or a line is malformed, 2 wrong usage, or with --strict-input a line
without a frame.)",
        log_help));
    command->callback([=, &session] {
        if (options->request && options->response) {
            throw CLI::ValidationError("--request and --response exclude each other");
        }
        session.command = [options, &session] { return decode(*options, session.output); };
    });
}

} // namespace tsrpc::cli
