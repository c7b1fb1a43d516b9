/** Makes one file of the board: busy until it came, and says why when it did not. */
import { FileExcelOutlined, FilePdfOutlined, LoadingOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { download } from "@/api/client";
import { type FileFormat, boards } from "@/boards/boardCalls";
import type { Period } from "@/boards/boardTypes";

interface Props {
  board: string;
  period: Period;
  format: FileFormat;
  /** What went wrong, or undefined when a new attempt begins. */
  failed: (error: unknown) => void;
}

export function ExportButton({ board, period, format, failed }: Props) {
  const { t } = useTranslation();
  const making = useMutation({
    mutationFn: () => download(boards.file(board, period, format)),
    onMutate: () => failed(undefined),
    onError: failed,
    // Offline it fails at once and says so, rather than waiting for a signal.
    networkMode: "always",
  });
  const Icon = making.isPending ? LoadingOutlined : format === "pdf" ? FilePdfOutlined : FileExcelOutlined;
  return (
    <button type="button" className="an-button" disabled={making.isPending} aria-busy={making.isPending} onClick={() => making.mutate()} data-testid={`board-${format}`}>
      <Icon />
      &nbsp;{t(making.isPending ? "board.making" : `board.${format}`)}
    </button>
  );
}
