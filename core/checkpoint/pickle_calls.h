// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/pickle_reader.h"

namespace nidus {

/// Writes down what the calls of a pickle stream describe. Nothing is called.
class PickleCalls {
public:
    PickleCalls(PickleGraph& graph, StorageStyle style, const std::string& fileName)
        : m_graph(graph), m_style(style), m_fileName(fileName) {}

    /// REDUCE and NEWOBJ: the node that `function` of the tuple `arguments` stands for.
    [[nodiscard]] PickleId call(PickleId function, PickleId arguments);
    /// BUILD: checks the state and keeps what matters of it.
    void build(PickleId target, PickleId state);
    /// BINPERSID: a storage.
    [[nodiscard]] PickleId storage(PickleId reference);

    [[noreturn]] void fail(const char* code, const std::string& what) const;

private:
    using Arguments = const std::vector<PickleId>&;

    [[nodiscard]] PickleId callNumpy(PickleName name, Arguments arguments);
    [[nodiscard]] PickleId callPlain(PickleName name, Arguments arguments);
    [[nodiscard]] PickleId rebuildTensor(PickleName name, Arguments arguments);
    [[nodiscard]] PickleId rebuildFromType(Arguments arguments);
    [[nodiscard]] PickleId numpyScalar(const PickleNode& type, std::string_view bytes);
    [[nodiscard]] PickleId numpyType(Arguments arguments);
    void checkTensor(const PickledTensor& tensor, std::int64_t available) const;
    [[nodiscard]] std::vector<std::int64_t> sizes(PickleId tuple) const;
    [[nodiscard]] bool isEmptyDict(PickleId id) const;
    [[nodiscard]] bool are(Arguments arguments, std::initializer_list<PickleKind> kinds) const;
    void require(bool condition) const;

    PickleGraph& m_graph;
    StorageStyle m_style;
    const std::string& m_fileName;
};

} // namespace nidus
