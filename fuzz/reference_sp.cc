// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/sp_plugin.hpp"

const tsrpc_sp_plugin* tsrpc_get_sp_plugin() { return &tsrpc::reference_sp_plugin(); }
