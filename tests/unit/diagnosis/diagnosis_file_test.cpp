#include "diagnosis/diagnosis_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "made_run.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

class DiagnosisFile : public ::testing::Test {
 protected:
  DiagnosisFile() { fs::create_directories(folder_); }
  ~DiagnosisFile() override { fs::remove_all(folder_); }

  Diagnosis judged() const {
    auto run = made_run(3, 2, 200);
    run.path = folder_;
    return diagnose(run);
  }

  std::string folder_ = ::testing::TempDir() + "diagnosis_file";
};

TEST_F(DiagnosisFile, AppearsWholeAndIsReadBack) {
  const auto diagnosis = judged();
  EXPECT_EQ(stored_verdict(folder_, 200), "not judged yet; temper diagnose " + folder_);
  write_diagnosis(diagnosis);
  write_diagnosis(diagnosis);
  EXPECT_EQ(stored_verdict(folder_, 200), "green: " + diagnosis.verdict);
  EXPECT_EQ(stored_verdict(folder_, 300), "green: " + diagnosis.verdict + " (after 200 sweeps)");
  std::size_t n_files = 0;
  for ([[maybe_unused]] const auto& file : fs::directory_iterator(folder_)) ++n_files;
  EXPECT_EQ(n_files, 1u);
}

TEST_F(DiagnosisFile, WritesWhatIsNotANumberAsNull) {
  const auto text = diagnosis_json(judged());
  EXPECT_NE(text.find("\"clipped_share\": null"), std::string::npos) << text;
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST_F(DiagnosisFile, DoesNotTrustOthers) {
  for (const char* text :
       {"", "{", "[1]", "{\"format\": 1}", "{\"format\": \"temper-diagnosis\"}"}) {
    std::ofstream(folder_ + "/diagnosis.json") << text;
    EXPECT_EQ(stored_verdict(folder_, 1), "not judged yet; temper diagnose " + folder_) << text;
  }
  std::ofstream(folder_ + "/diagnosis.json")
      << R"({"format": "temper-diagnosis", "run": {"committed": 1},
             "verdict": {"light": "green", "sentence": "\u001b[2J"}})";
  EXPECT_EQ(stored_verdict(folder_, 1), "green: ?[2J");
}

}  // namespace
}  // namespace temper
