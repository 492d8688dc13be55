// SPDX-License-Identifier: BSD-3-Clause
//
// The C headers that are made from the layout tables.
#ifndef TSRPC_CODEC_GENERATOR_C_FILES_HPP
#define TSRPC_CODEC_GENERATOR_C_FILES_HPP

#include <string>

namespace tsrpc::generator::c {

/// The enums: codec/enums.h.
std::string enums_file();

/// The message structs: codec/messages.h.
std::string messages_file();

/// Messages to registers: codec/pack.h.
std::string pack_file();

/// Registers to messages: codec/unpack.h.
std::string unpack_file();

/// The tables for inspection, and what tells messages apart: codec/tables.h.
std::string tables_file();

/// What of an endpoint answers which request: codec/dispatch.h.
std::string dispatch_file();

/// The names of RPC statuses: codec/rpc_status.h.
std::string rpc_status_file();

/// The names of the enums: names.h.
std::string names_file();

} // namespace tsrpc::generator::c

#endif // TSRPC_CODEC_GENERATOR_C_FILES_HPP
