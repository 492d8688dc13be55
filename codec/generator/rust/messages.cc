// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"
#include "files.hpp"

#include "../texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace tsrpc::generator::rust {
namespace {

using detail::Strictness;

/// What a row's bits never are, as the table says it.
std::string never(const Layout& layout, const Row& row) {
    if (carries_value(row) && excluded(row.field) != any) {
        return fmt::format("Never::Value({})", hex(static_cast<uint32_t>(excluded(row.field)) << row.lsb));
    }
    if (!is_held_to_doorbell_rule(layout, row)) {
        return "Never::Nothing";
    }
    uint32_t masks[register_count] = {}, words[register_count] = {};
    for (const Row& handle : rows_of(layout, Field::memory_handle)) {
        masks[handle.reg] |= mask(handle);
        words[handle.reg] |=
            static_cast<uint32_t>(TSRPC_INVALID_MEMORY_HANDLE >> handle.part) << handle.lsb & mask(handle);
    }
    const auto list = [](const uint32_t(&numbers)[register_count]) {
        std::vector<std::string> out;
        for (const uint32_t number : numbers) {
            out.push_back(number == 0 ? "0" : hex(number));
        }
        return fmt::format("[{}]", fmt::join(out, ", "));
    };
    return fmt::format("Never::NonZeroBeside {{ mask: {}, value: {} }}", list(masks), list(words));
}

std::string table_row(const Row& row, std::string_view never) {
    const std::string constant =
        carries_value(row) ? "None" : fmt::format("Some({})", hex(static_cast<uint32_t>(row.constant) << row.lsb));
    return fmt::format("row(Field::{}, Register::{}, {}, Rule::{}, {}, {}),\n", pascal(name(row.field)), name(row.reg),
                       hex(mask(row)), pascal(name(row.rule)), constant, never);
}

std::string table(const Layout& layout) {
    std::string text = "const ROWS: &'static [Row] = &[\n";
    for (const Row& row : layout) {
        text += table_row(row, never(layout, row));
    }
    return text + "];\n";
}

/// Where a field's bits are: "W4, W5".
std::string place(const Layout& layout, Field field) {
    std::vector<std::string> registers;
    for (const Row& row : rows_of(layout, field)) {
        registers.push_back(row.width == 32
                                ? fmt::format("`{}`", name(row.reg))
                                : fmt::format("`{}[{}:{}]`", name(row.reg), row.lsb + row.width - 1, row.lsb));
    }
    return fmt::format("{}", fmt::join(registers, ", "));
}

std::string structure(const Layout& layout) {
    std::string members;
    for (const FieldType& field : fields_of(layout)) {
        fmt::format_to(std::back_inserter(members), "/// In {}.\npub {}: {},\n", place(layout, field.field),
                       name(field.field), type_name(field));
    }
    return fmt::format("\n{}#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub struct {}{}\n\n",
                       comment("///", doc(layout, "[`MemoryHandle::NO_MEMORY`]")), type_name(layout),
                       members.empty() ? ";" : fmt::format(" {{\n{}}}", members));
}

std::string pack(const Layout& layout) {
    std::vector<std::string> words;
    for (size_t reg = 0; reg < register_count; ++reg) {
        words.push_back(packed(layout, static_cast<Register>(reg)));
    }
    return fmt::format("/// The five registers of the message, with all reserved bits 0.\n#[must_use]\n#[inline]\n"
                       "pub const fn pack(&self) -> Registers {{\nRegisters([{}])\n}}\n\n",
                       fmt::join(words, ", "));
}

/// The message of words that are found to be one. `excluding` is the field whose value has been made already.
std::string read(const Layout& layout, Field excluding) {
    std::vector<std::string> members;
    for (const FieldType& field : fields_of(layout)) {
        const char* const member = name(field.field);
        members.push_back(field.field == excluding ? member : fmt::format("{}: {}", member, value(layout, field)));
    }
    return members.empty() ? "Ok(Self)" : fmt::format("Ok(Self {{ {} }})", fmt::join(members, ", "));
}

/// Lines of code, and the condition on what they name. Both may be empty.
struct Test {
    std::string code;
    std::string condition;
};

/// What the words must be beside the value that a field never has.
Test test(const Layout& layout, Strictness strictness) {
    std::string code;
    std::vector<std::string> conditions;
    if (const std::string bits = differing(layout, strictness); !bits.empty()) {
        code = fmt::format("let differing = {};\n", bits);
        conditions.push_back("differing == 0");
    }
    if (strictness == Strictness::strict && has_field(layout, Field::request_length)) {
        code += fmt::format("let is_doorbell = {} == MemoryHandle::NO_MEMORY.0;\n",
                            number(layout, field_type(Field::memory_handle)));
        conditions.push_back(
            fmt::format("!(is_doorbell && {} != 0)", number(layout, field_type(Field::request_length))));
    }
    return {code, fmt::format("{}", fmt::join(conditions, " && "))};
}

/// The message, or what the words break.
std::string verdict(const Layout& layout, Strictness strictness, std::string_view request) {
    const auto [code, condition] = test(layout, strictness);
    const std::string refusal = fmt::format("Err(Violations::new(Self::ROWS, words, {}))", request);
    for (const FieldType& field : fields_of(layout)) {
        if (field.kind != Kind::number_but) {
            continue;
        }
        std::string bits = fmt::format("let bits = {};\n", number(layout, field));
        if (strictness == Strictness::lenient && detail::needs_success(layout, rows_of(layout, field.field).front())) {
            bits = fmt::format(
                "let bits = match {} {{\n0x{:x} if {} != RpcStatus::SUCCESS.0 => 0,\nbits => bits,\n}};\n",
                number(layout, field), excluded(field.field), number(layout, field_type(Field::rpc_status)));
        }
        return fmt::format("{}{}match {}::new(bits) {{\nSome({}){}{} => {},\n_ => {},\n}}\n", code, bits,
                           type_name(field), name(field.field), condition.empty() ? "" : " if ", condition,
                           read(layout, field.field), refusal);
    }
    const std::string message = read(layout, Field::reserved);
    return condition.empty() ? message + "\n"
                             : fmt::format("{}if {} {{\n{}\n}} else {{\n{}\n}}\n", code, condition, message, refusal);
}

std::string body(const Layout& layout, Strictness strictness, std::string_view request) {
    const std::string code = verdict(layout, strictness, request);
    std::string text;
    for (const auto& [letter, words] : {std::pair{'w', std::string_view{"words"}}, std::pair{'r', request}}) {
        const std::string names = pattern(letter, code);
        if (names.find(letter) != std::string::npos) {
            fmt::format_to(std::back_inserter(text), "let {} = {}.0;\n", names, words);
        }
    }
    return text + code;
}

std::string unpack(const Layout& layout) {
    const bool is_request = layout.direction == Direction::request;
    return fmt::format(
        "/// The message, if the words break no MUST of its table: {}. Broken SHOULDs do\n"
        "/// not refuse it; [`check`](Self::check) lists them.\n{}///\n"
        "/// # Errors\n///\n/// Everything that the words break, if there is a MUST among it.\n#[inline]\n"
        "pub const fn unpack(words: Registers{}) -> Result<Self, Violations> {{\n{}}}\n\n",
        is_request ? "fixed values, MBZ bits, value ranges" : "fixed values, MBZ bits, echo, value ranges",
        is_request ? "" : "///\n/// If the request is not known, pass `words` again: they echo themselves.\n",
        is_request ? "" : ", request: Registers", body(layout, Strictness::strict, is_request ? "words" : "request"));
}

std::string unpack_lenient(const Layout& layout) {
    const std::vector<FieldType> fields = fields_of(layout);
    const bool overlooks = std::any_of(fields.begin(), fields.end(), [&](const FieldType& field) {
        return detail::needs_success(layout, rows_of(layout, field.field).front());
    });
    return fmt::format(
        "/// The message, whatever its flags, SAP bits, reserved bits and echo, as reference receivers read it.\n{}"
        "///\n/// # Errors\n///\n"
        "/// Everything that the words break, what is overlooked included, if there is no such message: another\n"
        "/// interface id or opcode in a request, or a value that the message cannot hold.\n#[inline]\n"
        "pub const fn unpack_lenient(words: Registers) -> Result<Self, Violations> {{\n{}}}\n\n",
        overlooks
            ? "///\n/// After an RPC error the interface id means nothing: 0xff is then taken too, and reads as 0.\n"
            : "",
        body(layout, Strictness::lenient, "words"));
}

std::string check(const Layout& layout) {
    const bool is_request = layout.direction == Direction::request;
    return fmt::format(
        "/// Everything that the words break of the message's table, broken SHOULDs included.\n#[must_use]\n"
        "pub const fn check(words: Registers{}) -> Violations {{\nViolations::new(Self::ROWS, words, {})\n}}\n",
        is_request ? "" : ", request: Registers", is_request ? "words" : "request");
}

/// Which message a request is, by the bits that lenient receivers look at; a call's interface id is no constant.
std::string classify() {
    std::string arms;
    uint32_t held = 0;
    for (const Layout* layout : layouts::all) {
        const uint32_t bits = detail::held_bits(*layout, W3, Strictness::lenient);
        if (layout->direction == Direction::request && bits != 0) {
            held = bits;
            fmt::format_to(std::back_inserter(arms), "{} => Self::{},\n",
                           hex(detail::constant_bits(*layout, W3) & bits), pascal(name(layout->message)));
        }
    }
    const detail::Exclusion management = detail::exclusion(layouts::service_call_request);
    return fmt::format(
        "\nimpl Message {{\n"
        "/// The message of a request, by its interface id and opcode alone (ABI 2 and 3).\n#[must_use]\n#[inline]\n"
        "pub const fn classify(request: Registers) -> Self {{\nmatch request.0[{0}] & {1} {{\n{2}"
        "bits if bits & {3} == {4} => Self::Unknown,\n_ => Self::ServiceCall,\n}}\n}}\n}}\n\n",
        static_cast<int>(management.reg), hex(held), arms, hex(management.bits), hex(management.value));
}

std::string unknown() {
    std::string rows;
    for (const Row& row : rows_of_unknown()) {
        rows += table_row(row, carries_value(row) ? "Never::Anything" : "Never::Nothing");
    }
    return fmt::format("/// Of a management opcode that no message has.\nconst UNKNOWN_ROWS: &[Row] = &[\n{}];\n\n",
                       rows);
}

std::string tables() {
    std::string arms;
    for (const Layout* layout : layouts::all) {
        fmt::format_to(std::back_inserter(arms), "(Message::{}, Direction::{}) => {}::ROWS,\n",
                       pascal(name(layout->message)), pascal(name(layout->direction)), type_name(*layout));
    }
    return fmt::format("/// The table of a message in a direction.\n"
                       "pub(crate) const fn rows_of(message: Message, direction: Direction) -> &'static [Row] {{\n"
                       "match (message, direction) {{\n{}(Message::Unknown, _) => UNKNOWN_ROWS,\n}}\n}}\n\n",
                       arms);
}

std::string reject() {
    const Layout& layout = layouts::retrieve_mem_response;
    std::vector<std::string> words(register_count, "0");
    words[W3] = "control";
    words[rows_of(layout, Field::rpc_status).front().reg] = "answer";
    return fmt::format(
        "/// How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other\n"
        "/// register (ABI 4). GET_VERSION, whose response has no status, cannot be refused: it is answered.\n"
        "///\n/// # Panics\n///\n/// If the status is SUCCESS.\n"
        "#[must_use]\n#[inline]\n"
        "pub const fn reject(request: Registers, status: RpcStatus) -> Registers {{\n"
        "assert!(status.0 != RpcStatus::SUCCESS.0, \"SUCCESS refuses nothing\");\n"
        "let control = request.0[0] & {};\n"
        "let answer = if control == {} {{ PROTOCOL_VERSION.get() }} else {{ status.0 as u32 }};\n"
        "Registers([{}])\n}}\n",
        hex(detail::echoed_bits(layout, W3, Strictness::strict)),
        hex(detail::constant_bits(layouts::get_version_request, W3)), fmt::join(words, ", "));
}

} // namespace

std::string messages_file() {
    std::string text =
        file_head("abi/include/tsrpc/layout.hpp",
                  "The messages of ABI 3 as types: a struct a message and direction, a member a field.") +
        "use crate::abi::*;\nuse crate::uuid::Uuid;\nuse crate::violation::{row, Never, Row, Violations};\n"
        "use crate::Registers;\n";
    for (const Layout* layout : layouts::all) {
        text += structure(*layout) + fmt::format("impl {} {{\n", type_name(*layout)) + table(*layout) + "\n" +
                pack(*layout) + unpack(*layout) + unpack_lenient(*layout) + check(*layout) + "}\n";
    }
    return text + classify() + unknown() + tables() + reject();
}

} // namespace tsrpc::generator::rust
