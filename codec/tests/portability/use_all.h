/* SPDX-License-Identifier: BSD-3-Clause */
/* Uses everything of the C codec, as C and as C++, without any library. */
#ifndef TSRPC_CODEC_TESTS_USE_ALL_H
#define TSRPC_CODEC_TESTS_USE_ALL_H

static inline int32_t use_retrieve_mem(void* context, const struct tsrpc_retrieve_mem_request* request) {
    return context && request->memory_handle == 1 ? TSRPC_RPC_SUCCESS : TSRPC_RPC_NOT_FOUND;
}
static inline int32_t use_relinquish_mem(void* context, const struct tsrpc_relinquish_mem_request* request) {
    return context && request->memory_handle == 1 ? TSRPC_RPC_SUCCESS : TSRPC_RPC_NOT_FOUND;
}
static inline int32_t use_service_info(void* context, const struct tsrpc_service_info_request* request, uint8_t* id) {
    *id = request->service_uuid.bytes[0];
    return context && tsrpc_can_hold_interface_id(*id) ? TSRPC_RPC_SUCCESS : TSRPC_RPC_NOT_FOUND;
}
static inline int32_t use_service_call(void* context, const struct tsrpc_service_call_request* request,
                                       uint32_t* service_status, uint32_t* response_length) {
    *service_status = request->client_id;
    *response_length = request->request_length;
    return context && tsrpc_can_hold_version(request->opcode) ? TSRPC_RPC_SUCCESS : TSRPC_RPC_NOT_FOUND;
}

int use_all_in_c(const uint32_t* words, const uint32_t* asked);
int use_all_in_c(const uint32_t* words, const uint32_t* asked) {
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    const struct tsrpc_registers request = tsrpc_registers_from(asked);
    const struct tsrpc_inspection a = tsrpc_inspect_request(in);
    const struct tsrpc_inspection b = tsrpc_inspect_response(in, request);
    struct tsrpc_registers out = tsrpc_reject(in, TSRPC_RPC_INTERNAL);
    int result = a.valid + b.valid + (tsrpc_rpc_status_name(TSRPC_RPC_INTERNAL)[0] == 'I');
    struct tsrpc_uuid uuid;
    result += tsrpc_parse_uuid(TSRPC_PROTOCOL_UUID, sizeof TSRPC_PROTOCOL_UUID - 1, &uuid);
    result += tsrpc_uuid_to_text(uuid).text[0] == 'b';
    result += tsrpc_unpack_get_version_request(in) + tsrpc_unpack_lenient_get_version_request(in);
    out.words[0] ^= tsrpc_pack_get_version_request().words[0];
    {
        struct tsrpc_get_version_response message;
        if (tsrpc_unpack_lenient_get_version_response(in, &message) &&
            tsrpc_unpack_get_version_response(in, request, &message)) {
            out.words[0] ^= tsrpc_pack_get_version_response(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_retrieve_mem_request message;
        if (tsrpc_unpack_lenient_retrieve_mem_request(in, &message) &&
            tsrpc_unpack_retrieve_mem_request(in, &message)) {
            out.words[0] ^= tsrpc_pack_retrieve_mem_request(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_retrieve_mem_response message;
        if (tsrpc_unpack_lenient_retrieve_mem_response(in, &message) &&
            tsrpc_unpack_retrieve_mem_response(in, request, &message)) {
            out.words[0] ^= tsrpc_pack_retrieve_mem_response(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_relinquish_mem_request message;
        if (tsrpc_unpack_lenient_relinquish_mem_request(in, &message) &&
            tsrpc_unpack_relinquish_mem_request(in, &message)) {
            out.words[0] ^= tsrpc_pack_relinquish_mem_request(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_relinquish_mem_response message;
        if (tsrpc_unpack_lenient_relinquish_mem_response(in, &message) &&
            tsrpc_unpack_relinquish_mem_response(in, request, &message)) {
            out.words[0] ^= tsrpc_pack_relinquish_mem_response(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_service_info_request message;
        if (tsrpc_unpack_lenient_service_info_request(in, &message) &&
            tsrpc_unpack_service_info_request(in, &message)) {
            out.words[0] ^= tsrpc_pack_service_info_request(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_service_info_response message;
        if (tsrpc_unpack_lenient_service_info_response(in, &message) &&
            tsrpc_unpack_service_info_response(in, request, &message)) {
            out.words[0] ^= tsrpc_pack_service_info_response(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_service_call_request message;
        if (tsrpc_unpack_lenient_service_call_request(in, &message) &&
            tsrpc_unpack_service_call_request(in, &message)) {
            out.words[0] ^= tsrpc_pack_service_call_request(message).words[0];
            ++result;
        }
    }
    {
        struct tsrpc_service_call_response message;
        if (tsrpc_unpack_lenient_service_call_response(in, &message) &&
            tsrpc_unpack_service_call_response(in, request, &message)) {
            out.words[0] ^= tsrpc_pack_service_call_response(message).words[0];
            ++result;
        }
    }
    {
        static const struct tsrpc_handler handler = {use_retrieve_mem, use_relinquish_mem, use_service_info,
                                                     use_service_call};
        uint64_t x[5];
        tsrpc_registers_to_x(tsrpc_serve(in, &handler, x), x);
        result += tsrpc_registers_from_x(x, &out);
        out = tsrpc_serve_lenient(out, &handler, &out);
    }
    return result + (out.words[0] == 0);
}

#endif /* TSRPC_CODEC_TESTS_USE_ALL_H */
