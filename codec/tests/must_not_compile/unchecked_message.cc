// SPDX-License-Identifier: BSD-3-Clause
//
// Looking into what may hold no message without a test: known at compile time.
// expect: registers_hold_no_message

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
constexpr auto message = *unpack<GetVersionRequest>({{0x00ff0000, 0, 0, 0, 0}});
#else
constexpr auto message = *unpack<GetVersionRequest>({{0x00ff0000, 1, 0, 0, 0}});
#endif
