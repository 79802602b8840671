import { testShortForms } from '../short-forms.ts';
import { LINE_FAULTS } from './line-faults.ts';

testShortForms(LINE_FAULTS);
