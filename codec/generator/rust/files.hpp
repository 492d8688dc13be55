// SPDX-License-Identifier: BSD-3-Clause
//
// The files of codec/rust/src that are made from the layout tables. rustfmt sees to spaces and line breaks.
#ifndef TSRPC_CODEC_GENERATOR_RUST_FILES_HPP
#define TSRPC_CODEC_GENERATOR_RUST_FILES_HPP

#include <string>

namespace tsrpc::generator::rust {

/// The names, values and constants: abi.rs.
std::string abi_file();

/// The message types with their tables, and what tells them apart: messages.rs.
std::string messages_file();

} // namespace tsrpc::generator::rust

#endif // TSRPC_CODEC_GENERATOR_RUST_FILES_HPP
