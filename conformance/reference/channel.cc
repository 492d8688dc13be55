// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/channel.hpp"

namespace tsrpc {

Expected<Registers> Channel::send(Step step, const Registers& request) const {
    Registers response = {};
    if (const int32_t status =
            ffa_->direct_request(ffa_->ctx, static_cast<uint16_t>(endpoint_id_), request.words, response.words)) {
        return error(step, FfaStatus{status});
    }
    return response;
}

Expected<MemoryHandle> Channel::share(void* base, uint64_t size) const {
    uint64_t handle = 0;
    if (const int32_t status = ffa_->mem_share(ffa_->ctx, static_cast<uint16_t>(endpoint_id_), base, size, &handle)) {
        return error(Step::share, FfaStatus{status});
    }
    return MemoryHandle{handle};
}

std::optional<CallerError> Channel::reclaim(MemoryHandle handle) const {
    if (const int32_t status = ffa_->mem_reclaim(ffa_->ctx, handle.value())) {
        return error(Step::reclaim, FfaStatus{status});
    }
    return std::nullopt;
}

} // namespace tsrpc
