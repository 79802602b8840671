import { testShortForms } from '../short-forms.ts';
import { DISK_FAULTS } from './disk-faults.ts';

testShortForms(DISK_FAULTS);
