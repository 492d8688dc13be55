// SPDX-License-Identifier: BSD-3-Clause
//
// Uses everything of the C++ codec and prints what it makes of many frames. Compiled once a level of optimisation, with
// LEVEL its name; the one with MAIN defined calls all.
#ifdef SINGLE_FILE
#include "tsrpc.hpp"
#else
#include "tsrpc/names.hpp"

#include "tsrpc/codec.hpp"
#endif
#include "use_all.hpp"

#include <stdint.h>
#include <stdio.h>

/// Agrees to most requests. Not in the unnamed namespace: the files share what the codec makes of it.
struct Handler {
    tsrpc::RetrieveMemResponse operator()(const tsrpc::RetrieveMemRequest& request) const {
        return {tsrpc::RpcStatus{static_cast<int32_t>(request.memory_tag.value() % 3)}};
    }
    tsrpc::RelinquishMemResponse operator()(const tsrpc::RelinquishMemRequest& request) const {
        return {tsrpc::RpcStatus{static_cast<int32_t>(request.memory_handle.value() % 3)}};
    }
    tsrpc::ServiceInfoResponse operator()(const tsrpc::ServiceInfoRequest& request) const {
        const uint8_t id = request.service_uuid.bytes[5];
        if (!tsrpc::InterfaceId::can_hold(id)) {
            return tsrpc::reject(request, tsrpc::RpcStatus::not_found);
        }
        return {tsrpc::RpcStatus::success, tsrpc::InterfaceId{id}};
    }
    tsrpc::ServiceCallResponse operator()(const tsrpc::ServiceCallRequest& request) const {
        if (request.opcode.value() % 4 == 0) {
            return tsrpc::reject(request, tsrpc::RpcStatus::invalid_state);
        }
        return {request.interface_id, request.opcode, tsrpc::RpcStatus::success,
                tsrpc::ServiceStatus{request.client_id.value()}, tsrpc::ResponseLength{request.request_length.value()}};
    }
};

namespace {

/// A different number each time, always the same ones.
uint32_t next(uint64_t& state) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state >> 33);
}

uint64_t mixed(uint64_t digest, uint64_t number) { return (digest ^ number) * 0x100000001b3u; }

uint64_t digest_of(uint64_t digest, const tsrpc::Registers& words) {
    for (const uint32_t word : words.words) {
        digest = mixed(digest, word);
    }
    return digest;
}

uint64_t digest_of(uint64_t digest, const tsrpc::Violations& violations) {
    for (const tsrpc::Violation& broken : violations) {
        digest = mixed(digest, broken.bits + 32u * static_cast<uint32_t>(broken.field) + broken.reg);
        digest = mixed(digest, static_cast<uint64_t>(broken.rule) + violations.size() + violations.valid());
    }
    return digest;
}

template <class... Request>
uint64_t unpacked(uint64_t digest, const tsrpc::Registers& words, const tsrpc::Registers& request,
                  tsrpc::TypeList<Request...>) {
    const auto mix = [&](const auto& message) {
        digest = digest_of(mixed(digest, static_cast<bool>(message)), message.violations());
        if (message) {
            digest = digest_of(digest, tsrpc::pack(*message));
        }
    };
    (mix(tsrpc::unpack<Request>(words)), ...);
    (mix(tsrpc::unpack_lenient<Request>(words)), ...);
    (mix(tsrpc::unpack<typename Request::Response>(words, tsrpc::AnswerTo{request})), ...);
    (mix(tsrpc::unpack_lenient<typename Request::Response>(words)), ...);
    return digest;
}

} // namespace

// By addresses too, so that the linker has a choice.
uint64_t LEVEL();
uint64_t LEVEL() {
    tsrpc::Registers (*const refuse)(const tsrpc::Registers&, tsrpc::RpcStatus) = &tsrpc::reject;
    tsrpc::Registers (*const pack_uuid)(const tsrpc::ServiceInfoRequest&) = &tsrpc::ServiceInfoRequest::Codec::pack;
    tsrpc::ServiceInfoRequest (*const read_uuid)(const tsrpc::Registers&) = &tsrpc::ServiceInfoRequest::Codec::read;
    uint64_t state = 1;
    uint64_t digest = 0;
    for (int i = 0; i < 2000; ++i) {
        tsrpc::Registers words = {};
        tsrpc::Registers request = {};
        for (int reg = 0; reg < 5; ++reg) {
            words.words[reg] = next(state) % 4 == 0 ? next(state) : 0;
            request.words[reg] = next(state) % 4 == 0 ? next(state) : 0;
        }
        request.words[0] = next(state) % 2 != 0 ? 0x00ff0000 + next(state) % 5 : next(state) & 0x00fffffe;
        words.words[0] = next(state) % 4 != 0 ? request.words[0] : next(state);
        digest = mixed(digest, use_all::everything(words, request));
        digest = digest_of(digest, tsrpc::inspect_request(words).violations);
        digest = digest_of(digest, tsrpc::inspect_response(words, request).violations);
        digest = digest_of(digest, tsrpc::serve(words, Handler{}));
        digest = digest_of(digest, tsrpc::serve_lenient(words, Handler{}));
        digest = digest_of(digest, refuse(words, tsrpc::RpcStatus::internal));
        digest = digest_of(digest, pack_uuid(read_uuid(words)));
        digest = unpacked(digest, words, request, tsrpc::RequestTypes{});
        for (const char character : tsrpc::to_text(read_uuid(words).service_uuid).text) {
            digest = mixed(digest, static_cast<uint64_t>(character));
        }
    }
    return digest;
}

#ifdef MAIN
uint64_t o0();
uint64_t os();
uint64_t o2();

int main() {
    const uint64_t digests[] = {o0(), os(), o2()};
    for (const uint64_t digest : digests) {
        printf("%016llx\n", static_cast<unsigned long long>(digest));
    }
    return digests[0] == digests[1] && digests[1] == digests[2] ? 0 : 1;
}
#endif
