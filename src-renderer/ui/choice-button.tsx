import { Check } from 'lucide-react';
import { Button } from './button.tsx';

interface ChoiceButtonProps {
  readonly size?: 'regular' | 'large';
  readonly isChosen: boolean;
  readonly onPress: () => void;
  readonly children: string;
}

/** One of several of which one holds: marked by a sign as well as by its ground. */
export function ChoiceButton({ size = 'large', isChosen, onPress, children }: ChoiceButtonProps) {
  return (
    <Button size={size} fill isPressed={isChosen} onPress={onPress} {...(isChosen ? { icon: Check } : {})}>
      {children}
    </Button>
  );
}
