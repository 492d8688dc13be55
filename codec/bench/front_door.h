// SPDX-License-Identifier: BSD-3-Clause
//
// What an endpoint and a caller are made of beside the codec: functions elsewhere, which by codec and by hand call
// alike.
#ifndef TSRPC_CODEC_BENCH_FRONT_DOOR_HPP
#define TSRPC_CODEC_BENCH_FRONT_DOOR_HPP

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int32_t retrieve_memory(uint64_t handle, uint64_t tag);
int32_t relinquish_memory(uint64_t handle);
int32_t find_service(const uint8_t uuid[16], uint8_t* interface_id);
int32_t call_service(uint8_t interface_id, uint16_t opcode, uint64_t handle, uint32_t length, uint32_t client_id,
                     uint32_t* service_status, uint32_t* response_length);

int32_t ffa_direct_request(const uint32_t request[5], uint32_t response[5]);

#ifdef __cplusplus
}
#endif

#endif // TSRPC_CODEC_BENCH_FRONT_DOOR_HPP
