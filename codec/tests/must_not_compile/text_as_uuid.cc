// SPDX-License-Identifier: BSD-3-Clause
//
// A text as the bytes of a UUID.
// expect: no matching

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers ask(const Uuid& uuid) { return pack(ServiceInfoRequest{uuid}); }
#else
Registers ask(const Uuid&) { return pack(ServiceInfoRequest{"oops"}); }
#endif
