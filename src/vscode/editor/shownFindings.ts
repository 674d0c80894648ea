import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/requestFiles/diagnostics/finding';
import { diagnosticSource } from '../ids';

/** In a file that git tracks, where that makes it worse: VS Code can ask before such a file is committed. */
export function worse(finding: Finding): Finding {
  const { messageIfTracked: message } = finding;
  return message === undefined ? finding : { ...finding, severity: 'error', message };
}

export function areSame(a: readonly Finding[], b: readonly Finding[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        one.line === other?.line &&
        one.column === other.column &&
        one.length === other.length &&
        one.code === other.code &&
        one.severity === other.severity &&
        one.message === other.message
      );
    })
  );
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export function diagnosticOf(finding: Finding): vscode.Diagnostic {
  const { message, severity } = finding;
  const diagnostic = new vscode.Diagnostic(rangeOf(finding), message, severities[severity]);
  diagnostic.code = codeOf(finding);
  diagnostic.source = diagnosticSource;
  return diagnostic;
}

function codeOf({ code }: Pick<Finding, 'code'>): string {
  return `valetKey.${code}`;
}

export function isSame(finding: Finding, { range, code, source }: vscode.Diagnostic): boolean {
  return source === diagnosticSource && code === codeOf(finding) && range.isEqual(rangeOf(finding));
}

export function rangeOf({ line, column, length }: Finding): vscode.Range {
  return new vscode.Range(line, column, line, column + length);
}
