// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/pickle_graph.h"

#include <cstddef>
#include <span>
#include <string>

namespace nidus {

/// How the stream names the storages of its tensors.
enum class StorageStyle {
    Zip,   ///< ("storage", type, key, device, count)
    Legacy ///< the same with a sixth entry, a view, which must be None
};

struct PickleResult {
    PickleGraph graph;
    std::size_t consumed = 0; ///< bytes up to and with STOP
};

/// Reads one pickle of protocol 2 as plain data. Nothing of the stream is ever run: a name must be in the table of
/// pickle_names.cpp, and a call is only allowed where it describes data of a known shape. Linear in the length of the
/// stream; never deeper than the stream nests, which is bounded. Throws Error
///   CKP-040 protocol is not 2 · CKP-041 ends before STOP · CKP-043 unknown instruction · CKP-044 too many instructions
///   · CKP-045 stack too large or empty · CKP-046 marks nested too deep or missing · CKP-047 data nested too deep or in
///   a circle · CKP-048 memo entry unknown or out of range · CKP-049 amplification by the memo · CKP-050 integer beyond
///   64 bits · CKP-051 text too long · CKP-052 text is no UTF-8 · CKP-053 a name outside the table · CKP-054 a call of
///   something else or with other arguments · CKP-055 items or state for something that takes none · CKP-056 key
///   without value · CKP-060 malformed storage reference · CKP-062 one storage described in two ways · CKP-070 negative
///   or too many sizes · CKP-071 tensor outside its storage · CKP-072 one element repeated (stride 0) · CKP-074 element
///   type
[[nodiscard]] PickleResult readPickle(std::span<const std::byte> stream, StorageStyle style,
                                      const std::string& fileName);

} // namespace nidus
