// SPDX-License-Identifier: BSD-3-Clause
//
// Answers that are not those which a profile says.
#include "conformance/sp/tests/judge_rows.hpp"

namespace tsrpc::conformance {

using namespace told;

std::vector<JudgeRow> profile_rows() {
    constexpr Uuid uuid = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
    constexpr uint8_t id = 0x33;
    constexpr uint32_t status = 0xffffff74;
    const auto profile = [uuid](SpState& state) {
        state.profile = {{uuid,
                          {{.name = "one",
                            .opcode = 0x10,
                            .request = {1, 2},
                            .service_status = 0xffffff74,
                            .response_length = 3,
                            .response = std::vector<uint8_t>{9, 8, 7}},
                           {.name = "bell", .opcode = 0x11, .doorbell = true, .response_length = 0},
                           {.name = "any", .opcode = 0x12, .request = {1, 2}}}}};
    };
    const auto one = request(0x10, 2, handle, id);
    const auto any = request(0x12, 2, handle, id);
    const auto bell = request(0x11, 0, TSRPC_INVALID_MEMORY_HANDLE, id);
    const auto after_the_call = [profile, one](SpState& state) {
        profile(state);
        state = next(std::move(state), call(a, one, {0, status, 3}));
    };
    const std::vector<Said> written = {info(uuid, {0, id}), share(a), retrieved(a), write({1, 2})};
    return {
        {"a profile's call is refused", "call.success", written, call(a, one, refused(RpcStatus::internal)),
         call(a, one, {0, status, 3}), profile},
        {"another service status than the profile's", "call.service_status", written, call(a, one, {0, status + 1, 3}),
         call(a, one, {0, status, 3}), profile},
        {"another response length than the profile's", "call.response_length", written, call(a, one, {0, status, 4}),
         call(a, one, {0, status, 3}), profile},
        {"a response longer than the memory where a profile says no length", "call.response_length", written,
         call(a, any, {0, 0, page + 1}), call(a, any, {0, 0, page}), profile},
        {"a profile's doorbell is refused", "call.doorbell", written, call(a, bell, refused(RpcStatus::internal)),
         call(a, bell, {}), profile},
        {"another response than the profile's", "call.request_payload", written, read({9, 8, 6}), read({9, 8, 7, 5}),
         after_the_call},
    };
}

} // namespace tsrpc::conformance
