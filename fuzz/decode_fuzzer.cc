// SPDX-License-Identifier: BSD-3-Clause
//
// Any five words through the codec, the text report and JSON. What must hold of all words is asserted.
//
// Input: a byte, modulo 3, then words W3..W7, little-endian:
//   0  a request: its five words
//   1  a response whose request is not known: its five words
//   2  a response: its five words, then the request's
// Words after the end of the input are 0; bytes after the last word are ignored.
#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"
#include "conformance/report/row_text.hpp"
#include "fuzz/input.hpp"
#include "tsrpc/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

using namespace tsrpc;

namespace {

struct Frame {
    Direction direction;
    Registers words;
    Registers request; ///< that a response answers; where there is none, or it is not known, the words

    /// Ends the process unless `holds`.
    void expect(bool holds, std::string_view invariant) const {
        if (!holds) {
            fmt::print(stderr, "broken invariant: {}\n{}: {}\nrequest: {}\n", invariant,
                       direction == Direction::request ? "request" : "response", report::to_hex(words),
                       report::to_hex(request));
            std::abort();
        }
    }

    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, request);
    }
};

Frame take_frame(fuzz::Input& input) {
    const auto kind = static_cast<uint8_t>(input.take<uint8_t>() % 3);
    const Registers words = input.take_registers();
    return {kind == 0 ? Direction::request : Direction::response, words, kind == 2 ? input.take_registers() : words};
}

bool equal(const Violations& a, const Violations& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

uint32_t bits_of(const Row& row, const Registers& words) { return (words[row.reg] & mask(row)) >> row.lsb; }

/// Whether the words have the message's interface id and opcode and no value that its fields cannot have.
bool can_be_packed(const Layout& layout, const Registers& words) {
    return std::ranges::none_of(layout, [&](const Row& row) {
        const bool names_message = row.field == Field::opcode || row.field == Field::interface_id;
        return (row.rule == Rule::fixed && names_message && int64_t{bits_of(row, words)} != row.constant) ||
               (carries_value(row) && bits_of(row, words) == excluded(row.field));
    });
}

/// The words without the interface id of a SERVICE_INFO response, where that is no service's and means nothing as there
/// is an RPC error.
Registers without_meaningless_id(const Layout& layout, Registers words) {
    if (&layout == &layouts::service_info_response && words[W4] != TSRPC_RPC_SUCCESS &&
        (words[W5] & 0xff) == TSRPC_MANAGEMENT_INTERFACE_ID) {
        words.words[W5] &= ~uint32_t{0xff};
    }
    return words;
}

/// Whether the words are all that a lenient receiver asks for.
bool is_readable(const Layout& layout, const Registers& words) {
    return can_be_packed(layout, without_meaningless_id(layout, words));
}

/// The words with every bit right that has only one right value.
Registers corrected(const Layout& layout, Registers words) {
    for (const Row& row : layout) {
        if (!carries_value(row)) {
            words.words[row.reg] = (words[row.reg] & ~mask(row)) | static_cast<uint32_t>(row.constant) << row.lsb;
        }
    }
    return words;
}

/// Strict unpacking of any message, of which only responses are held to a request.
template <class M>
Unpacked<M> unpack_any(const Frame& frame) {
    if constexpr (M::Codec::layout.direction == Direction::response) {
        return unpack<M>(frame.words, AnswerTo{frame.request});
    } else {
        return unpack<M>(frame.words);
    }
}

/// Takes the words for a message of type M, whatever they are. Whether a lenient receiver takes them for it too.
template <class M>
bool check_type(const Frame& frame) {
    const Layout& layout = M::Codec::layout;
    const Violations violations = check(layout, frame.words, frame.request);
    const Unpacked<M> strict = unpack_any<M>(frame);
    const Unpacked<M> lenient = unpack_lenient<M>(frame.words);
    frame.expect(equal(strict.violations(), violations), "unpack lists what check does");
    frame.expect(bool(strict) == violations.valid(), "unpack refuses what breaks a MUST, and nothing else");
    frame.expect(bool(lenient) == is_readable(layout, frame.words), "unpack_lenient takes what can be read");
    if (strict) {
        frame.expect(lenient && *lenient == *strict, "unpack_lenient reads what unpack does");
    }
    if (lenient) {
        const Registers packed = pack(*lenient);
        frame.expect(packed == corrected(layout, without_meaningless_id(layout, frame.words)),
                     "packing again corrects the constant bits, and an interface id without meaning, alone");
        frame.expect(*unpack_lenient<M>(packed) == *lenient, "a packed message is read as it was");
    }
    if (strict && violations.empty()) {
        frame.expect(pack(*strict) == frame.words, "a message with nothing wrong is packed as it was");
    }
    return bool(lenient);
}

template <class... M>
int count_types(const Frame& frame, TypeList<M...>) {
    return (0 + ... + check_type<M>(frame));
}

void check_types(const Frame& frame) {
    const int requests = count_types(frame, RequestTypes{});
    count_types(frame, ResponseTypes{});
    frame.expect(requests == (classify(frame.words) == Message::unknown ? 0 : 1),
                 "words are one request, or none of those that are known");
}

/// The bits that a rule of the frame's message can be broken in, by the violation's field and register.
uint32_t breakable_bits(const Inspection& inspection, const Violation& violation) {
    // Of an unknown message the control word alone is known, which all management requests share.
    const Layout& layout = inspection.layout ? *inspection.layout : layouts::get_version_request;
    const Row* const row = std::ranges::find_if(layout, [&](const Row& candidate) {
        return candidate.field == violation.field && candidate.reg == violation.reg;
    });
    return row == layout.end() || (inspection.layout == nullptr && row->reg != W3) ? 0 : mask(*row);
}

void check_violations(const Frame& frame, const Inspection& inspection) {
    const Violation* last = nullptr;
    for (const Violation& violation : inspection.violations) {
        const uint32_t bits = breakable_bits(inspection, violation);
        frame.expect(violation.bits != 0 && (violation.bits & ~bits) == 0, "broken bits are bits of their row");
        frame.expect(violation.rule != Rule::value || violation.bits == bits, "a wrong value is wrong as a whole");
        frame.expect(last == nullptr || last->reg < violation.reg ||
                         (last->reg == violation.reg && last->bits < (violation.bits & (0 - violation.bits))),
                     "violations are in ascending bit order, a bit in one of them");
        last = &violation;
    }
}

void check_inspection(const Frame& frame, const Inspection& inspection) {
    frame.expect(inspection.message == classify(frame.request), "a response is what its request is");
    frame.expect(inspection.layout == find_layout(inspection.message, frame.direction), "the layout is the message's");
    frame.expect(inspection.layout != nullptr || !inspection.valid(), "an unknown message is not valid");
    check_violations(frame, inspection);
    if (inspection.layout != nullptr) {
        frame.expect(equal(inspection.violations, check(*inspection.layout, frame.words, frame.request)),
                     "inspect lists what check does");
    }
}

bool is_line(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void check_text(const Frame& frame, const Inspection& inspection) {
    const std::string summary = report::summary(inspection, frame.words);
    const std::string text = report::explain(inspection, frame.words, frame.request);
    frame.expect(is_line(summary), "the summary is one line");
    frame.expect(text.starts_with(summary + '\n') && text.ends_with('\n'), "an explanation begins with the summary");
    size_t marked = 0;
    for (size_t i = text.find('\n'); i + 1 < text.size(); i = text.find('\n', i + 1)) {
        marked += text[i + 1] == '!';
    }
    frame.expect(marked == inspection.violations.size(), "an explanation marks every broken rule, and nothing else");
    for (const Violation& violation : inspection.violations) {
        frame.expect(is_line(report::describe(violation, inspection, frame.words, frame.request).c_str()),
                     "a broken rule is described in one line");
    }
    frame.expect(report::parse_registers(report::to_hex(frame.words)) == frame.words, "words in text are read back");
}

std::optional<report::Frame> encode(const report::Json& json) {
    try {
        return report::frame_from_json(json);
    } catch (const report::JsonError&) {
        return std::nullopt;
    }
}

void check_json(const Frame& frame, const Inspection& inspection) {
    const std::string json = report::frame_to_json(inspection, frame.words, frame.request, inspection.valid());
    const report::Json read = report::parse_json(json);
    frame.expect(read.dump() == json, "JSON text is read back");
    const bool has_wrong_length = std::ranges::any_of(inspection.violations, [](const Violation& violation) {
        return violation.rule == Rule::value && violation.field == Field::request_length;
    });
    const bool can_be_sent =
        inspection.layout != nullptr && can_be_packed(*inspection.layout, frame.words) && !has_wrong_length;
    const std::optional<report::Frame> encoded = encode(read);
    frame.expect(encoded.has_value() == can_be_sent, "of decoded frames those are encoded whose values can be sent");
    if (encoded) {
        frame.expect(encoded->direction == frame.direction, "encoding keeps the direction");
        frame.expect(encoded->words == corrected(*inspection.layout, frame.words),
                     "encoding what was decoded corrects the constant bits alone");
        frame.expect(!inspection.violations.empty() || encoded->words == frame.words,
                     "encoding what was decoded gives the words, where nothing is wrong with them");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    fuzz::Input input(data, size);
    const Frame frame = take_frame(input);
    const Inspection inspection = frame.inspect();
    check_types(frame);
    check_inspection(frame, inspection);
    check_text(frame, inspection);
    check_json(frame, inspection);
    return 0;
}
