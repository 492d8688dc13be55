// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/tests/tested_sp.hpp"

const tsrpc_sp_plugin& tsrpc::tested_sp() { return reference_sp_plugin(); }
