// SPDX-License-Identifier: Apache-2.0
#include <QTest>
class Test : public QObject { Q_OBJECT };
QTEST_GUILESS_MAIN(Test)
#include "tst_recipe.moc"
