/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The TS-RPC codec in C11 (also C17, C23 and C++): messages to and from the five argument registers of an FF-A direct
 * message. The same messages, verdicts and details as tsrpc/codec.hpp; a test holds the two equal. Freestanding:
 * <stdint.h>, <stddef.h> (in Linux <linux/types.h>) and nothing to link. "ABI n" cites section n of docs/abi.md.
 *
 * For each message: a struct with a member a field, named as the field is (none for the GET_VERSION request, which has
 * no fields), and
 *
 *   tsrpc_pack_X            the registers of a message, with all reserved bits 0
 *   tsrpc_unpack_X          1 and the message, if the registers break no MUST of its table; else 0, and no message
 *   tsrpc_unpack_lenient_X  the same, whatever the flags, SAP bits, reserved bits and echo are
 *
 * Unpacking a response takes the request too, whose interface id and opcode it must echo; if that is not known, pass
 * the response again. `tsrpc_check` says which rules are broken, and in which bits.
 *
 * Names that end in an underscore are not for use outside these files.
 */
/* Not in the guard: it says if another version has been included. */
#include "tsrpc/version.h"

#ifndef TSRPC_CODEC_H
#define TSRPC_CODEC_H

#include "tsrpc/codec/pack.h"

#include "tsrpc/codec/unpack.h"

#include "tsrpc/codec/serve.h"

#include "tsrpc/codec/inspect.h"
#include "tsrpc/codec/rpc_status.h"

#undef TSRPC_APART_
#undef TSRPC_CAST_
#undef TSRPC_CHECKED_
#undef TSRPC_FIVE_
#undef TSRPC_INLINE_
#undef TSRPC_INSPECTION_
#undef TSRPC_ITEM_
#undef TSRPC_LITERAL_
#undef TSRPC_NULL_
#undef TSRPC_RETURNED_

#endif /* TSRPC_CODEC_H */
