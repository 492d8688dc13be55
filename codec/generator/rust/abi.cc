// SPDX-License-Identifier: BSD-3-Clause
#include "files.hpp"
#include "types.hpp"

#include "../texts.hpp"

#include "tsrpc/codec/value.hpp"
#include "tsrpc/services.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tsrpc::generator::rust {
namespace {

/// What an enum's value is, where Rust says it in its own way.
std::string own_doc(const Enumeration& of, size_t index) {
    return of.type == "Register"
               ? fmt::format("`Registers.0[{}]`.", index)
               : fmt::format("[`{0}Request`](crate::{0}Request) and its response.", pascal(of.values[index].name));
}

std::string enums() {
    std::string text;
    for (const Enumeration& of : enumerations()) {
        fmt::format_to(std::back_inserter(text), "names! {{\n    /// {}\n    {} {{\n", of.doc, of.type);
        for (size_t index = 0; index < of.values.size(); ++index) {
            const auto& [value, doc] = of.values[index];
            fmt::format_to(std::back_inserter(text), "        /// {}\n        {} = \"{}\",\n",
                           doc.empty() ? own_doc(of, index) : doc, pascal(value), value);
        }
        text += "    }\n}\n\n";
    }
    return text;
}

/// The types of the fields that some message carries.
std::string types() {
    std::string text;
    for (int number = 0; number <= static_cast<int>(Field::reserved); ++number) {
        const FieldType type = field_type(static_cast<Field>(number));
        const int64_t never = excluded(type.field);
        if (type.width == 0 || type.kind == Kind::uuid) {
            continue;
        }
        const std::string macro = never == any ? "number" : never == 0 ? "number_but_zero" : "number_but";
        const std::string more = never == any ? ")"
                                 : never == 0 ? fmt::format(", core::num::NonZeroU{})", type.width)
                                              : fmt::format(") != 0x{:x}", never);
        fmt::format_to(std::back_inserter(text), "{}! {{\n    /// {}\n    {}({}{}\n}}\n\n", macro, doc(type.field),
                       type_name(type), number_type(type), more);
    }
    return text;
}

std::string statuses() {
    std::string constants, names;
    for (int32_t status = 0; const char* text = name(RpcStatus{status}); --status) {
        fmt::format_to(std::back_inserter(constants), "/// {0} (ABI 3).\npub const {0}: Self = Self({1});\n", text,
                       status);
        fmt::format_to(std::back_inserter(names), "Self::{0} => Some(\"{0}\"),\n", text);
    }
    return fmt::format(
        "impl RpcStatus {{\n{}\n"
        "/// The ABI's name of the status, or `None` if version 1 does not define it.\n#[must_use]\n"
        "pub const fn name(self) -> Option<&'static str> {{\nmatch self {{\n{}_ => None,\n}}\n}}\n}}\n\n",
        constants, names);
}

std::string constants() {
    const std::string handle = fmt::format("{}_{}", hex(static_cast<uint32_t>(TSRPC_INVALID_MEMORY_HANDLE >> 32)),
                                           hex(static_cast<uint32_t>(TSRPC_INVALID_MEMORY_HANDLE)).substr(2));
    return fmt::format("/// The protocol version of this ABI: what GET_VERSION answers (ABI 0).\n"
                       "pub const PROTOCOL_VERSION: ProtocolVersion = ProtocolVersion::literal({});\n\n"
                       "/// FF-A pages, the unit of shared memory, in bytes (ABI 4).\n"
                       "pub const PAGE_SIZE: u32 = {};\n\n"
                       "/// The FF-A UUID that every TS-RPC SP has (ABI 1).\n"
                       "pub const PROTOCOL_UUID: Uuid = Uuid::literal(\"{}\");\n\n"
                       "impl MemoryHandle {{\n/// The handle of a call without shared memory, a doorbell (ABI 3).\n"
                       "pub const NO_MEMORY: Self = Self({});\n}}\n\n",
                       TSRPC_PROTOCOL_VERSION, TSRPC_PAGE_SIZE, TSRPC_PROTOCOL_UUID, handle);
}

std::string services() {
    std::string text = "/// The UUIDs of well-known services (ABI 6).\npub mod services {\nuse crate::Uuid;\n";
    for (const WellKnownService& service : well_known_services) {
        fmt::format_to(std::back_inserter(text), "\n/// {}.\npub const {}: Uuid = Uuid::literal(\"{}\");\n",
                       service.name, upper(service.name), service.uuid);
    }
    return text + "}\n";
}

} // namespace

std::string abi_file() {
    return file_head("abi/include/tsrpc", "The names, types and constants of the ABI.") +
           "use crate::uuid::Uuid;\nuse crate::value::{names, number, number_but, number_but_zero};\n\n" + enums() +
           types() + statuses() + constants() + services();
}

} // namespace tsrpc::generator::rust
