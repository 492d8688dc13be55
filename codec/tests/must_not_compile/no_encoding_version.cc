// SPDX-License-Identifier: BSD-3-Clause
//
// Version 0.
// expect: value_has_no_encoding

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
constexpr ProtocolVersion version{1};
#else
constexpr ProtocolVersion version{0};
#endif
