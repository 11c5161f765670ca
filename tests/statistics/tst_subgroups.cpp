// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/subgroups.h"
#include "tests/statistics/reference.h"

using namespace nidus;

class TestSubgroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresOfEachGroup() {
        // A: one of two events found, both others right. B: events alone. Unknown: one case.
        const std::vector<Prediction> rows =
            predictions({1, 1, 0, 0, 1, 1, 0}, {0.9, 0.2, 0.1, 0.3, 0.7, 0.8, 0.6}, {0, 0, 0, 0, 1, 1, 1});
        const CaseGrouping grouping{
            "model", {{"0", "A"}, {"1", "A"}, {"2", "A"}, {"3", "A"}, {"4", "B"}, {"5", "B"}, {"6", ""}}};
        const auto groups = subgroupFigures(rows, 2, 1, {1, 0.5, {}}, grouping);
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(groups[0].name, std::string("A"));
        QCOMPARE(groups[0].cases, (std::vector<std::string>{"0", "1", "2", "3"}));
        QVERIFY_NEAR(groups[0].right.value, 0.75, 1e-12);
        QVERIFY_NEAR(groups[0].sensitivity->value, 0.5, 1e-12);
        QVERIFY_NEAR(groups[0].specificity->value, 1.0, 1e-12);
        QVERIFY_NEAR(groups[0].auc->value, 0.75, 1e-12);
        QVERIFY(groups[0].auc->low < 0.75 && groups[0].auc->high > 0.75);
        QVERIFY(groups[0].right.low < 0.75 && groups[0].right.high > 0.75);
        QVERIFY(!groups[1].auc);
        QVERIFY_NEAR(groups[1].sensitivity->value, 1.0, 1e-12);
        QVERIFY(std::isnan(groups[1].specificity->value));
        QCOMPARE(groups[2].name, std::string());
        QVERIFY_NEAR(groups[2].right.value, 0.0, 1e-12);
    }

    void followsTheThreshold() {
        const std::vector<Prediction> rows = predictions({1, 0}, {0.3, 0.2}, {0, 0});
        const CaseGrouping grouping{"model", {{"0", "A"}, {"1", "A"}}};
        QCOMPARE(subgroupFigures(rows, 2, 1, {1, 0.5, {}}, grouping)[0].right.value, 0.5);
        QCOMPARE(subgroupFigures(rows, 2, 1, {1, 0.25, {}}, grouping)[0].right.value, 1.0);
    }

    void withoutLabelOrGroup() {
        std::vector<Prediction> rows = predictions({1, 0, 1}, {0.9, 0.2, 0.9}, {0, 0, 0});
        rows[0].label = -1;
        const auto groups = subgroupFigures(rows, 2, 1, {1, 0.5, {}}, {"model", {{"0", "A"}, {"1", "A"}}});
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups[0].cases, std::vector<std::string>{"1"});
    }

    void threeClasses() {
        std::vector<Prediction> rows;
        for (int i = 0; i < 6; ++i) {
            Prediction row{std::to_string(i), "", 0, i % 3, {0.1, 0.1, 0.1}, {}};
            row.probabilities[static_cast<std::size_t>(i == 5 ? 0 : i % 3)] = 0.8;
            rows.push_back(row);
        }
        CaseGrouping grouping{"model", {}};
        for (const Prediction& row : rows)
            grouping.ofCase[row.caseId] = "A";
        const auto groups = subgroupFigures(rows, 3, -1, {}, grouping);
        QVERIFY_NEAR(groups[0].right.value, 5.0 / 6, 1e-12);
        QVERIFY(groups[0].auc && !groups[0].sensitivity && !groups[0].specificity);
    }
};

QTEST_GUILESS_MAIN(TestSubgroups)
#include "tst_subgroups.moc"
