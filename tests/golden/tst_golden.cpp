// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/golden/golden_row.h"

#include <QTest>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>

using namespace nidus;
using namespace nidus::golden;
namespace fs = std::filesystem;

namespace {

const char* statusName(GoldenRow::Status status) {
    switch (status) {
    case GoldenRow::Status::Pass:
        return "pass";
    case GoldenRow::Status::Fail:
        return "fail";
    case GoldenRow::Status::Skipped:
        return "skipped";
    }
    return "fail";
}

/// Why an entry has no check: kinds that this build cannot judge, and parts of nnU-Net that Nidus has no use for.
std::string reasonWithoutCheck(const GoldenEntry& entry) {
    if (entry.kind == "forward" || entry.kind == "gradient")
        return "not run: this build has no LibTorch module";
    return "no check for this kind";
}

/// Rows of all registered checks in the order of the index; entries that no check knows become skipped rows, entries
/// with two rows a failure.
std::vector<GoldenRow> runAll(const GoldenIndex& index) {
    std::map<std::pair<std::string, std::string>, std::vector<GoldenRow>> found;
    for (const KindCheck& check : registeredChecks())
        for (GoldenRow& row : check(index))
            found[{row.kind, row.name}].push_back(std::move(row));
    std::vector<GoldenRow> rows;
    for (const GoldenEntry& entry : index.entries) {
        std::vector<GoldenRow>& candidates = found[{entry.kind, entry.name}];
        GoldenRow row;
        if (candidates.empty()) {
            row.kind = entry.kind;
            row.name = entry.name;
            row.why = reasonWithoutCheck(entry);
        } else {
            row = candidates.front();
            if (candidates.size() > 1)
                fail(row, "judged by two checks");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void print(const std::vector<GoldenRow>& rows) {
    for (const GoldenRow& row : rows)
        std::printf("%-8s %-18s %-34s error %-11.4g tolerance %-11.4g %s\n", statusName(row.status), row.kind.c_str(),
                    row.name.c_str(), row.error, row.tolerance, row.why.c_str());
    std::fflush(stdout);
}

nlohmann::json toJson(const GoldenRow& row) {
    const auto number = [](double value) {
        return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
    };
    return {{"kind", row.kind},
            {"name", row.name},
            {"error", number(row.error)},
            {"tolerance", number(row.tolerance)},
            {"status", statusName(row.status)},
            {"why", row.why}};
}

/// The folder that NIDUS_GOLDEN names (relative to the sources), or the default beside the sources if it exists.
std::optional<fs::path> sharedFolder() {
    const fs::path sources = NIDUS_SOURCE_DIR;
    if (const char* chosen = std::getenv("NIDUS_GOLDEN"); chosen != nullptr && *chosen != '\0')
        return sources / chosen;
    const fs::path standard = sources / "../shared/golden";
    if (fs::exists(standard / "index.json"))
        return standard;
    return std::nullopt;
}

} // namespace

/// Runs every check over the golden folder of NIDUS_GOLDEN and over the project's own, and writes golden.json.
class TestGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const fs::path own = fs::path(NIDUS_SOURCE_DIR) / "tests/data/golden";
        if (const auto shared = sharedFolder()) {
            m_isSharedRun = true;
            try {
                m_rows = runAll(readGoldenIndex(*shared));
            } catch (const Error& error) {
                m_sharedFault = error.what();
            }
        }
        std::vector<GoldenRow> ownRows = runAll(readGoldenIndex(own));
        for (GoldenRow& row : ownRows) {
            row.name.insert(0, "own/");
            m_rows.push_back(std::move(row));
        }
        print(m_rows);
        nlohmann::json document = nlohmann::json::array();
        for (const GoldenRow& row : m_rows)
            document.push_back(toJson(row));
        writeFileAtomically(fs::path(NIDUS_BINARY_DIR) / "golden.json", document.dump(1) + "\n");
    }

    void theSharedFolderIsReadable() {
        if (!m_isSharedRun)
            QSKIP("not run: NIDUS_GOLDEN is not set and ../shared/golden does not exist; only tests/data/golden was "
                  "compared");
        QVERIFY2(m_sharedFault.empty(), m_sharedFault.c_str());
    }

    void everyEntryIsWithinItsTolerance_data() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            QTest::newRow((m_rows[i].kind + " " + m_rows[i].name).c_str()) << static_cast<int>(i);
    }

    void everyEntryIsWithinItsTolerance() {
        QFETCH(int, row);
        const GoldenRow& golden = m_rows[static_cast<std::size_t>(row)];
        if (golden.status == GoldenRow::Status::Skipped)
            QSKIP(golden.why.c_str());
        QVERIFY2(golden.status == GoldenRow::Status::Pass, golden.why.c_str());
    }

private:
    std::vector<GoldenRow> m_rows;
    bool m_isSharedRun = false;
    std::string m_sharedFault;
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
