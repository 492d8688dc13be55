// SPDX-License-Identifier: BSD-3-Clause
//
// Braces in place of a UUID.
// expect: delete|ambiguous

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers ask(const Uuid& uuid) { return pack(ServiceInfoRequest{uuid}); }
#else
Registers ask(const Uuid&) { return pack(ServiceInfoRequest{{}}); }
#endif
