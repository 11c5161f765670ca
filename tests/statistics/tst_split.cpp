// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/statistics/split.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace nidus;

namespace {

std::vector<std::string> onePatientEach(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(std::to_string(i));
    return out;
}

} // namespace

class TestSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classesAndFoldsAreLevel() {
        Random random({.seed = 3});
        for (int trial = 0; trial < 50; ++trial) {
            const std::size_t count = 30 + random.below(100);
            std::vector<int> labels;
            for (std::size_t i = 0; i < count; ++i)
                labels.push_back(i < 18 ? static_cast<int>(i % 3) : static_cast<int>(random.below(3)));
            const auto folds = stratifiedGroupFolds(labels, onePatientEach(count), 3, 5, 7, 0);
            std::map<int, std::map<int, int>> ofClass;
            std::map<int, int> total;
            for (std::size_t i = 0; i < count; ++i) {
                QVERIFY(folds[i] >= 0 && folds[i] < 5);
                ++ofClass[labels[i]][folds[i]];
                ++total[folds[i]];
            }
            const auto spread = [](const std::map<int, int>& counts) {
                const auto [low, high] = std::minmax_element(
                    counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
                return high->second - low->second;
            };
            QCOMPARE(total.size(), std::size_t(5));
            QVERIFY(spread(total) <= 1);
            for (const auto& [label, counts] : ofClass) {
                QCOMPARE(counts.size(), std::size_t(5));
                QVERIFY(spread(counts) <= 1);
            }
        }
    }

    void casesOfOnePatientStayTogether() {
        Random random({.seed = 4});
        for (int trial = 0; trial < 50; ++trial) {
            std::vector<int> labels;
            std::vector<std::string> patients;
            for (int patient = 0; patient < 24; ++patient)
                for (std::uint64_t i = 0; i <= random.below(4); ++i) {
                    labels.push_back(patient % 2);
                    patients.push_back(std::to_string(patient));
                }
            const auto folds = stratifiedGroupFolds(labels, patients, 2, 4, static_cast<std::uint64_t>(trial), 1);
            std::map<std::string, std::set<int>> ofPatient;
            std::map<std::pair<int, int>, int> ofClass;
            for (std::size_t i = 0; i < labels.size(); ++i) {
                ofPatient[patients[i]].insert(folds[i]);
                ++ofClass[{labels[i], folds[i]}];
            }
            for (const auto& [patient, seen] : ofPatient)
                QCOMPARE(seen.size(), std::size_t(1));
            QCOMPARE(ofClass.size(), std::size_t(8)); // each class in each fold
            // The largest patient has four cases, so no two folds need to differ by more.
            for (int label = 0; label < 2; ++label)
                for (int a = 0; a < 4; ++a)
                    for (int b = 0; b < 4; ++b)
                        QVERIFY(std::abs(ofClass[{label, a}] - ofClass[{label, b}]) <= 4);
        }
    }

    void aPatientOfTwoClassesCountsToItsFirst() {
        const std::vector<int> labels{0, 1, 1, 0, 0, 1};
        const std::vector<std::string> patients{"a", "a", "b", "c", "d", "e"};
        const auto folds = stratifiedGroupFolds(labels, patients, 2, 2, 0, 0);
        QCOMPARE(folds[0], folds[1]);
        QVERIFY(folds[2] != folds[5]); // b and e are the two patients of class 1
    }

    void unknownPatientsAreNotOnePerson() {
        const std::vector<int> labels{0, 0, 1, 1};
        const auto folds = stratifiedGroupFolds(labels, std::vector<std::string>(4), 2, 2, 0, 0);
        QVERIFY(folds[0] != folds[1]);
        QVERIFY(folds[2] != folds[3]);
    }

    void seedAndStreamDecide() {
        std::vector<int> labels;
        for (int i = 0; i < 60; ++i)
            labels.push_back(i % 2);
        const auto patients = onePatientEach(60);
        const auto folds = stratifiedGroupFolds(labels, patients, 2, 5, 1, 0);
        QVERIFY(folds == stratifiedGroupFolds(labels, patients, 2, 5, 1, 0));
        QVERIFY(folds != stratifiedGroupFolds(labels, patients, 2, 5, 2, 0));
        QVERIFY(folds != stratifiedGroupFolds(labels, patients, 2, 5, 1, 1));
    }

    void holdsOutAShareOfEachClassByPatient() {
        Random random({.seed = 5});
        for (int trial = 0; trial < 60; ++trial) {
            std::vector<int> labels;
            std::vector<std::string> patients;
            for (int patient = 0; patient < 40; ++patient)
                for (std::uint64_t i = 0; i <= random.below(3); ++i) {
                    labels.push_back(patient % 4 == 0 ? 1 : 0);
                    patients.push_back(std::to_string(patient));
                }
            const double share = std::vector{0.1, 0.25, 0.5}[static_cast<std::size_t>(trial % 3)];
            const auto seed = static_cast<std::uint64_t>(trial);
            const std::vector<bool> held = stratifiedGroupHoldOut(labels, patients, 2, share, seed, 0);
            QVERIFY(held == stratifiedGroupHoldOut(labels, patients, 2, share, seed, 0));
            std::map<std::string, std::set<bool>> ofPatient;
            double cases[2] = {}, out[2] = {};
            for (std::size_t i = 0; i < labels.size(); ++i) {
                ofPatient[patients[i]].insert(held[i]);
                ++cases[labels[i]];
                out[labels[i]] += held[i] ? 1 : 0;
            }
            for (const auto& [patient, seen] : ofPatient)
                QCOMPARE(seen.size(), std::size_t(1));
            for (int label = 0; label < 2; ++label) // the largest patient has three cases
                QVERIFY(out[label] > 0 && std::abs(out[label] - share * cases[label]) <= 1.5);
        }
    }

    // Over many seeds each patient is held out about as often.
    void everyPatientMayBeHeldOut() {
        std::vector<int> labels, count(12);
        for (int i = 0; i < 12; ++i)
            labels.push_back(i % 2);
        for (std::uint64_t seed = 0; seed < 600; ++seed) {
            const auto held = stratifiedGroupHoldOut(labels, onePatientEach(12), 2, 1.0 / 3, seed, 0);
            for (std::size_t i = 0; i < 12; ++i)
                count[i] += held[i] ? 1 : 0;
        }
        for (const int times : count)
            QVERIFY2(std::abs(times - 200) < 60, std::to_string(times).c_str()); // five standard deviations
    }

    void oneOfTwoPatientsStaysWhateverTheirSize() {
        const std::vector<int> labels{0, 0, 0, 0, 1, 1};
        const std::vector<std::string> patients{"a", "a", "a", "b", "c", "d"};
        for (const double share : {0.01, 0.99}) {
            const auto held = stratifiedGroupHoldOut(labels, patients, 2, share, 1, 0);
            QVERIFY(held[0] != held[3] && held[4] != held[5]);
        }
        QVERIFY(stratifiedGroupHoldOut(labels, patients, 2, 0.01, 1, 0)[3]); // b is nearer to so small a share
    }

    void tooFewPatientsAreRefused() {
        const auto codeOf = [](std::vector<int> labels, std::vector<std::string> patients, int folds) {
            try {
                static_cast<void>(stratifiedGroupFolds(labels, patients, 2, folds, 0, 0));
            } catch (const Error& error) {
                return error.code();
            }
            return std::string("none");
        };
        QCOMPARE(codeOf({0, 0, 0, 1, 1}, onePatientEach(5), 3), std::string("STA-002"));
        QCOMPARE(codeOf({0, 0, 1, 1, 1}, {"a", "b", "c", "c", "c"}, 2), std::string("STA-002"));
        QCOMPARE(codeOf({0, -1, 1, 1, 1}, onePatientEach(5), 2), std::string("STA-005"));
        QCOMPARE(codeOf({0, 1}, onePatientEach(2), 1), std::string("STA-005"));
        const auto codeOfHoldOut = [](std::vector<int> labels, double share) {
            return nidus::test::codeOf([&] {
                static_cast<void>(stratifiedGroupHoldOut(labels, onePatientEach(labels.size()), 2, share, 0, 0));
            });
        };
        QCOMPARE(codeOfHoldOut({0, 0, 1}, 0.5), std::string("STA-002"));
        QCOMPARE(codeOfHoldOut({0, 0, 1, 1}, 0), std::string("STA-005"));
    }
};

QTEST_GUILESS_MAIN(TestSplit)
#include "tst_split.moc"
