// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_services.h"
#include "ui/model/model_page.h"
#include "ui/model/model_text.h"
#include "ui/theme/theme.h"
#include "ui/translation.h"

#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace nidus;
using namespace nidus::ui;

/// The Model place: what was read, how far it suits, and another model.
class TestModelPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString language = qEnvironmentVariable("NIDUS_LANGUAGE"); !language.isEmpty())
            installTranslations(*qApp, language);
        applyScheme(*qApp, schemeFromName(qEnvironmentVariable("NIDUS_COLOURS", QStringLiteral("light"))));
    }

    void init() {
        m_engine = std::make_unique<test::FakeEngine>();
        m_services = std::make_unique<Services>(m_engine->services());
        m_model = std::make_unique<ModelViewModel>(*m_services);
        m_page = std::make_unique<ModelPage>(*m_model);
        m_page->resize(1096, 640);
        m_page->show();
    }

    void cleanup() {
        m_page.reset();
        m_model.reset();
    }

    void theModelIsComparedWithTheScans() {
        m_model->setProject(m_engine->snapshot());
        QTRY_VERIFY(m_model->check());
        QTRY_VERIFY(label("check_MOD-001"));
        QVERIFY(label("check_MOD-002")->text().contains(QStringLiteral("MOD-002"))); // does not suit
        QVERIFY(!label("check_MOD-004")->text().contains(QStringLiteral("MOD-004")));
        QVERIFY(label("modelCard")->text().contains(QStringLiteral("Dataset042_Nodules")));
        QTest::qWait(50);
        test::keepPicture(m_page.get(), "model");
        QSignalSpy changed(m_model.get(), &ModelViewModel::changed);
        m_model->setProject(m_engine->snapshot());
        QCOMPARE(changed.count(), 0); // nothing new
    }

    void withoutAModelThereIsAPlaceToDropOne() {
        m_engine->hasModel = false;
        m_model->setProject(m_engine->snapshot());
        QVERIFY(!m_model->check() && !m_model->isChecking());
        QVERIFY(m_page->findChild<QWidget*>(QStringLiteral("modelDropZone"))->isVisible());
        QVERIFY(!m_page->findChild<QWidget*>(QStringLiteral("modelDetails"))->isVisible());
        QSignalSpy chosen(m_model.get(), &ModelViewModel::chosen), wanted(m_page.get(), &ModelPage::fileWanted);
        m_page->findChild<QAbstractButton*>(QStringLiteral("chooseModelFile"))->click();
        QCOMPARE(wanted.count(), 1);
        m_model->choose("/models/checkpoint_final.pth");
        QTRY_COMPARE(chosen.count(), 1);
        QCOMPARE(m_engine->made.back(), std::string("model checkpoint_final.pth"));
        m_model->setProject(m_engine->snapshot());
        QTRY_VERIFY(m_model->check());
    }

    void whatCannotBeReadIsSaid() {
        m_model->setProject(m_engine->snapshot());
        QTRY_VERIFY(m_model->check());
        m_engine->modelError = Error("MDL-001", "There is no model here.");
        QSignalSpy failed(m_model.get(), &ModelViewModel::failed);
        m_model->choose("/models");
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(m_model->check()); // the old one stays
        m_page->setEditable(false);
        QVERIFY(!m_page->findChild<QAbstractButton*>(QStringLiteral("chooseModelFile"))->isEnabled());
    }

    void everyCheckHasWordsForEachVerdict() {
        ModelFit fit;
        fit.channels = 2;
        fit.wantedChannels = 1;
        fit.channelsVerdict = Severity::Blocker;
        fit.modality = "MR";
        fit.isForCt = true;
        fit.modalityVerdict = Severity::Blocker;
        fit.spacing = fit.wantedSpacing = {1, 1, 1};
        fit.size = fit.patch = {64, 64, 64};
        const std::vector<CheckLine> lines = checkLines(fit);
        QCOMPARE(lines.size(), std::size_t{4});
        QVERIFY(lines[1].text.contains(QStringLiteral("MR")));
        for (const CheckLine& line : lines)
            QVERIFY(!line.text.isEmpty() && !line.text.contains(QLatin1Char('%')));
        fit.spacing = {};
        QCOMPARE(checkLines(fit).size(), std::size_t{2}); // nothing is known of the grid
    }

private:
    [[nodiscard]] QLabel* label(const char* name) const { return m_page->findChild<QLabel*>(QLatin1String(name)); }

    std::unique_ptr<test::FakeEngine> m_engine;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<ModelViewModel> m_model;
    std::unique_ptr<ModelPage> m_page;
};

QTEST_MAIN(TestModelPage)
#include "tst_model_page.moc"
