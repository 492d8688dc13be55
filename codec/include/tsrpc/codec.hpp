// SPDX-License-Identifier: BSD-3-Clause
//
// The TS-RPC codec: typed messages to and from the five argument registers of an FF-A direct message.
// C++17, constexpr, freestanding: no exceptions, RTTI, heap or library calls. See docs/vendoring.md.
// Not in the guard: it says if another version has been included.
#include "tsrpc/version.h"

#ifndef TSRPC_CODEC_HPP
#define TSRPC_CODEC_HPP

// IWYU pragma: begin_exports
#include "tsrpc/codec/inspect.hpp"
#include "tsrpc/codec/key.hpp"
#include "tsrpc/codec/message.hpp"
#include "tsrpc/codec/message_list.hpp"
#include "tsrpc/codec/registers.hpp"
#include "tsrpc/codec/serve.hpp"
#include "tsrpc/codec/transact.hpp"
#include "tsrpc/codec/unpack.hpp"
#include "tsrpc/codec/uuid.hpp"
#include "tsrpc/codec/value.hpp"
#include "tsrpc/codec/violation.hpp"
// IWYU pragma: end_exports

#endif // TSRPC_CODEC_HPP
