// SPDX-License-Identifier: BSD-3-Clause
//
// The management interface as a service.
// expect: value_has_no_encoding

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
constexpr InterfaceId id{0xfe};
#else
constexpr InterfaceId id{0xff};
#endif
