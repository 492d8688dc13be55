// SPDX-License-Identifier: BSD-3-Clause
//
// How names, numbers and fields of the tables are written in Rust.
#ifndef TSRPC_CODEC_GENERATOR_RUST_TYPES_HPP
#define TSRPC_CODEC_GENERATOR_RUST_TYPES_HPP

#include "../tables.hpp"

namespace tsrpc::generator::rust {

/// What every generated file begins with.
std::string file_head(std::string_view source, std::string_view contents);

/// A word: "0x00ff_0001".
std::string hex(uint32_t word);

/// "RetrieveMemRequest".
std::string type_name(const Layout& layout);

/// "MemoryHandle".
std::string type_name(const FieldType& field);

/// The type of a field's number: "u64".
std::string number_type(const FieldType& field);

} // namespace tsrpc::generator::rust

#endif // TSRPC_CODEC_GENERATOR_RUST_TYPES_HPP
